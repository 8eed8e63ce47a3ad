#!/usr/bin/env bash
# Measures the ledger with 1,000,000 rows: how long until the first request of a new batch and of a resumed one, memory,
# and bytes a row; medians over ROUNDS (3) rounds. ROWS sets the size, GRUPO_BATCH_BINARY the program (the release build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" python3
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 python3 Tests/Benchmarks/ledger.py
