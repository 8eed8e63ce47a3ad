#!/usr/bin/env bash
# Builds grupo-batch, sends samples/recipients.csv to a sandbox on this machine, and shows the report.
# Needs Debian or Ubuntu with Swift; leaves nothing behind but .build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. Tests/packages.sh

say() { printf '\n== %s\n' "$*"; }
fail() {
    printf 'quickstart: %s\n' "$*" >&2
    exit 1
}

scratch=$(mktemp -d)
sandbox=
finish() {
    if [ -n "$sandbox" ]; then
        kill "$sandbox" 2>/dev/null || true
        wait "$sandbox" 2>/dev/null || true
    fi
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

command -v swift >/dev/null || fail "Swift is missing; see https://www.swift.org/install/"
install_missing "${build_packages[@]}"

say "Building (the first time takes a few minutes)"
build=(swift build -c release --static-swift-stdlib --product grupo-batch)
# On a terminal Swift shows itself how far it is; elsewhere a line every ten seconds says so.
built() {
    local seconds=0 pid code=0
    "${build[@]}" >"$scratch/build.log" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        [ $((seconds % 10)) != 0 ] || printf '   %d s  %s\n' "$seconds" "$(tail -n 1 "$scratch/build.log" | cut -c 1-60)"
    done
    wait "$pid" || code=$?
    return "$code"
}
if [ -t 1 ]; then
    "${build[@]}"
elif ! built; then
    tail -n 30 "$scratch/build.log" >&2
    fail "the build failed"
fi
grupo_batch=$("${build[@]}" --show-bin-path)/grupo-batch
"$grupo_batch" --version

say "Starting a sandbox, a stand-in for your Grupo site"
"$grupo_batch" sandbox --port 0 >"$scratch/environment" 2>"$scratch/sandbox.log" </dev/null &
sandbox=$!
for _ in {1..100}; do
    [ "$(grep -c ^export "$scratch/environment" || true)" -lt 2 ] || break
    kill -0 "$sandbox" 2>/dev/null || break
    sleep 0.1
done
[ "$(grep -c ^export "$scratch/environment" || true)" -ge 2 ] || fail "no sandbox: $(cat "$scratch/sandbox.log")"
eval "$(grep ^export "$scratch/environment")"
echo "It listens on $GRUPO_SITE"

# A ledger of its own, so that running this again starts afresh.
options=(--ledger "$scratch/ledger.sqlite")

say "grupo-batch validate samples/recipients.csv"
"$grupo_batch" validate samples/recipients.csv "${options[@]}" </dev/null

say "grupo-batch send samples/recipients.csv"
code=0
"$grupo_batch" send samples/recipients.csv "${options[@]}" --report "$scratch/report.csv" </dev/null || code=$?

say "The report"
cat "$scratch/report.csv" || fail "there is no report"

say "Exit code $code"
[ "$code" = 1 ] || fail "1 was expected, because the sandbox does not know one of the users"
echo "1 says: finished, some rows were not sent. The sandbox does not know one of the users,"
echo "so that you see what a refusal looks like. All the others have their message."

say "Next"
echo "The program is $grupo_batch"
echo "Put it on the PATH of this shell, then send the sample yourself:"
echo "    export PATH=\"$(dirname "$grupo_batch"):\$PATH\""
echo "    grupo-batch sandbox -- grupo-batch send samples/recipients.csv --report report.html"
