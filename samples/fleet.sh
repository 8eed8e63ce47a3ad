#!/usr/bin/env bash
# Three senders share one list, one PostgreSQL ledger and one rate; one of them is killed with -9, and the batch completes all the same.
#
# A private PostgreSQL in a temporary folder (Debian: postgresql) and the sandbox of this program stand in for yours; both end with this
# script, and nothing is left behind. GRUPO_BATCH_BINARY names the program (the release build of this folder); ROWS sets the size (600).
# As root the server runs as an unprivileged user.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rows=${ROWS:-600}
concurrency=4
say() { printf '\n== %s\n' "$*"; }
fail() {
    printf 'fleet: %s\n' "$*" >&2
    exit 1
}

grupo_batch=${GRUPO_BATCH_BINARY:-$PWD/.build/release/grupo-batch}
[ -x "$grupo_batch" ] || fail "there is no $grupo_batch; build it with: swift build -c release --static-swift-stdlib --product grupo-batch"

scratch=$(mktemp -d)
senders=()
finish() {
    for process in "${senders[@]}" ${sandbox:-}; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    # The server ends when nobody holds its input open any more.
    exec 8>&- 9<&- || true
    [ -z "${server:-}" ] || wait "$server" 2>/dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export XDG_STATE_HOME=$scratch/state

say "A PostgreSQL of its own, with a ledger"
mkfifo "$scratch/commands" "$scratch/answers"
bash Tests/private-postgres.sh <"$scratch/commands" >"$scratch/answers" &
server=$!
exec 8>"$scratch/commands" 9<"$scratch/answers"
read -r word folder _ <&9
[ "$word" = ready ] || fail "PostgreSQL is not installed (Debian: apt-get install postgresql)"
echo "psql CREATE DATABASE grupo" >&8
read -r word _ <&9
[ "$word" = done ] || fail "the server makes no database"
ledger="postgres://postgres@/grupo?host=$folder"
# Two seconds without a word, and a sender is taken for dead; twenty is usual.
"$grupo_batch" ledger init "$ledger" --lease 2s | head -n 1

say "A sandbox, a stand-in for your Grupo site"
# There before anybody looks at them.
: >"$scratch/environment"
: >"$scratch/arrived.jsonl"
"$grupo_batch" sandbox --port 0 --latency 20ms --log "$scratch/arrived.jsonl" >"$scratch/environment" 2>"$scratch/sandbox.log" </dev/null &
sandbox=$!
for _ in {1..300}; do
    [ "$(grep -c ^export "$scratch/environment" || true)" -lt 2 ] || break
    kill -0 "$sandbox" 2>/dev/null || break
    sleep 0.1
done
[ "$(grep -c ^export "$scratch/environment" || true)" -ge 2 ] || fail "no sandbox: $(cat "$scratch/sandbox.log")"
eval "$(grep ^export "$scratch/environment")"
echo "It listens on $GRUPO_SITE"

{
    echo user,sender,message
    for number in $(seq "$rows"); do echo "member$number,office,Dues $number"; done
} >"$scratch/list.csv"

say "Three senders for $rows rows, 60 a second between them"
for name in 1 2 3; do
    mkdir "$scratch/sender$name"
    cp "$scratch/list.csv" "$scratch/sender$name/list.csv"
    (cd "$scratch/sender$name" && exec "$grupo_batch" send list.csv --yes --ledger "$ledger" --rate 60/s --concurrency "$concurrency" \
        --progress never >out 2>err </dev/null) &
    senders+=($!)
done

arrived() { grep -c . "$scratch/arrived.jsonl" 2>/dev/null || true; }
status() { "$grupo_batch" status list.csv --ledger "$ledger" "$@"; }
cd "$scratch/sender1"
# In the middle of the batch, wherever each of them is.
for _ in {1..1200}; do
    [ "$(arrived)" -lt $((rows / 3)) ] || break
    for process in "${senders[@]}"; do kill -0 "$process" 2>/dev/null || fail "a sender ended early: $(cat "$scratch"/sender*/err)"; done
    sleep 0.1
done
status

say "kill -9 of the second sender"
kill -9 "${senders[1]}"
wait "${senders[1]}" 2>/dev/null || true

codes=()
for number in 0 2; do
    code=0
    wait "${senders[$number]}" || code=$?
    codes+=("$code")
done
senders=()
for name in 1 3; do
    say "Sender $name"
    cat "$scratch/sender$name/err" "$scratch/sender$name/out"
done

say "What the ledger says"
status
status --json >"$scratch/status.json"
python3 - "$scratch/status.json" "$scratch/arrived.jsonl" "$rows" "$concurrency" "${codes[@]}" <<'PYTHON'
import collections
import json
import sys

status, arrived, rows, concurrency, *codes = sys.argv[1:]
counts = json.load(open(status))["counts"]
messages = collections.Counter(json.loads(line)["user"] for line in open(arrived))
twice = [user for user, count in messages.items() if count > 1]
unknown = counts["unknown"]
print(f"\n{sum(counts.values())} rows of {rows}: {counts['sent']} sent, {unknown} unknown; {len(messages)} arrived, {len(twice)} twice; "
      f"exit codes {', '.join(codes)}")
wrong = []
if sum(counts.values()) != int(rows) or counts["sent"] + unknown != int(rows):
    wrong.append("the counts do not add up")
if twice:
    wrong.append(f"{len(twice)} got their message twice")
if unknown > int(concurrency):
    wrong.append(f"more than {concurrency} are unknown")
if not counts["sent"] <= len(messages) <= counts["sent"] + unknown:
    wrong.append("the site and the ledger do not agree")
if set(codes) != {"3" if unknown else "0"}:
    wrong.append("the exit codes do not say how it ended")
sys.exit("fleet: " + "; ".join(wrong) if wrong else 0)
PYTHON
echo "One sender died, nobody got a message twice, and all rows are accounted for."
[ "$(status --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["counts"]["unknown"])')" = 0 ] ||
    echo "What it was sending when it died is unknown: look it up on the site, then: grupo-batch resolve list.csv --ledger '$ledger' …"
