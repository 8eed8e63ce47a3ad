#!/usr/bin/env bash
# Measures what a live page with one reader costs a run; the median of ROUNDS (9) pairs. MESSAGES sets the size (60000),
# GRUPO_BATCH_BINARY the program (the release build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" nginx-light python3 time
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 MESSAGES="${MESSAGES:-60000}" python3 Tests/Benchmarks/watch_cost.py
