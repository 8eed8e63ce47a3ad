#!/usr/bin/env bash
# Measures grupo-batch validate against Miller on 1,000,000 rows as CSV, JSON Lines and a JSON array, and as CSV
# with a template; medians over ROUNDS (3) rounds, one after the other. ROWS sets the size, GRUPO_BATCH_BINARY the program (the
# release build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" miller python3 time
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 python3 Tests/Benchmarks/validate.py
