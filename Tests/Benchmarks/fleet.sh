#!/usr/bin/env bash
# Measures the ledger in PostgreSQL: send against SQLite, at full speed and against a site that takes 1000 messages a second; claims and
# results alone against FOR UPDATE SKIP LOCKED, by pgbench; enrolment; how long it takes until others take over from a sender that
# was killed; and moving a ledger there and back. Medians of ROUNDS (3) rounds, of pairs PAIRS (9). MESSAGES (40000), SLOW_MESSAGES
# (10000), ROWS (1000000), CLAIMED (400000) and SECONDS_OF_PGBENCH (3) set the sizes; COURSES which of send, slow, claims, enrolment,
# takeover and move are run; LEASE (20s) the lease. The server is one of its own in a temporary folder, fsync on. GRUPO_BATCH_BINARY
# names the program (the release build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tests/packages.sh
install_missing "${build_packages[@]}" git nginx-light postgresql postgresql-contrib python3 time
[ -n "${GRUPO_BATCH_BINARY:-}" ] || swift build -c release --static-swift-stdlib --product grupo-batch
exec env PYTHONDONTWRITEBYTECODE=1 python3 Tests/Benchmarks/fleet.py
