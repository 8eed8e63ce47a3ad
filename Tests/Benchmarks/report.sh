#!/usr/bin/env bash
# Measures grupo-batch report with 1,000,000 rows in every format, from manifest and ledger to the file on disk, beside
# Miller, which only copies the finished CSV report; medians over ROUNDS (3) rounds. ROWS sets the size,
# GRUPO_BATCH_BINARY the program (the release build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" miller python3 time
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 python3 Tests/Benchmarks/report.py
