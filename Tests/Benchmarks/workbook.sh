#!/usr/bin/env bash
# Measures grupo-batch validate on 1,000,000 rows of a workbook (user and two texts; texts shared as Excel writes them, inline as openpyxl does, and
# as an OpenDocument) against the same rows as CSV and against openpyxl reading them; medians over ROUNDS (3) rounds. ROWS sets the size,
# GRUPO_BATCH_BINARY the program (the release build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" python3 python3-openpyxl time
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 python3 Tests/Benchmarks/workbook.py
