#!/usr/bin/env bash
# Measures what -v and --log-file cost a run; medians over ROUNDS (5) rounds, one after the other. MESSAGES sets the size
# (20000), GRUPO_BATCH_BINARY the program (the release build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" nginx-light python3 time
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 MESSAGES="${MESSAGES:-20000}" python3 Tests/Benchmarks/logging_cost.py
