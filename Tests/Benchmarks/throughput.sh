#!/usr/bin/env bash
# Measures grupo-batch send, curl --parallel, wrk, and scripts with aiohttp and requests side by side: over http and https, and with
# 100 kB attached; medians over ROUNDS (5) rounds, one after the other. MESSAGES sets the size (60000), COURSES which of plain, tls,
# attachment and scripts are run, GRUPO_BATCH_BINARY the program (the release build). The two contestants with the same form
# throughout do less than the job, which is a list of different messages: they are upper bounds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" curl git nginx-light openssl python3 python3-aiohttp python3-requests time wrk
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 python3 Tests/Benchmarks/throughput.py
