#!/usr/bin/env bash
# Runs a PostgreSQL server of its own in a temporary folder, reached by a socket in it alone, until standard input ends; then it is stopped
# and all of it removed. fsync stays on. Whoever starts it may be root: the server runs as an unprivileged user.
#
# Writes "ready FOLDER PROCESS" once it can be used (user postgres, database postgres), or "missing" where no PostgreSQL is
# installed. Lines on standard input: "restart fast", "restart immediate", "crash" (kill -9 of the server, then a start), "stop", "start",
# "psql SQL"; each is answered by a line "done PROCESS" or "failed".
set -uo pipefail

bin=$(command -v postgres || true)
bin=${bin:+$(dirname "$bin")}
for place in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    # The newest comes last.
    [ -x "$place/postgres" ] && bin=$place
done
if [ -z "$bin" ]; then
    echo missing
    exit 0
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/pgXXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
    as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    chown nobody:nogroup "$folder"
fi
chmod 700 "$folder"

run() { (cd "$folder" && "${as[@]}" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE -u PGSERVICE HOME="$folder" "$@"); }
process() { head -n 1 "$folder/data/postmaster.pid" 2>/dev/null; }
start() { run "$bin/pg_ctl" -D "$folder/data" -w -s -t 60 -l "$folder/log" -o "-k $folder" start </dev/null >/dev/null 2>&1; }
finish() {
    run "$bin/pg_ctl" -D "$folder/data" -w -s -m immediate stop </dev/null >/dev/null 2>&1
    rm -rf "$folder"
}
trap finish EXIT
# Whoever is interrupted closes its end of the pipe; until then the server is needed.
trap '' INT

run "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync </dev/null >"$folder/initdb.log" 2>&1 || {
    cat "$folder/initdb.log" >&2
    exit 1
}
cat >>"$folder/data/postgresql.conf" <<'SETTINGS'
listen_addresses = ''
max_connections = 500
shared_buffers = 64MB
restart_after_crash = on
SETTINGS
start || {
    cat "$folder/log" >&2
    exit 1
}
echo "ready $folder $(process)"

while read -r command words; do
    case $command in
        restart) run "$bin/pg_ctl" -D "$folder/data" -w -s -m "$words" -l "$folder/log" -o "-k $folder" restart </dev/null >/dev/null 2>&1 ;;
        crash)
            number=$(process)
            kill -9 "$number"
            # The server's other processes end by themselves, a little later.
            for _ in $(seq 200); do
                if start; then break; fi
                rm -f "$folder/data/postmaster.pid"
                sleep 0.05
            done
            [ -n "$(process)" ]
            ;;
        stop) run "$bin/pg_ctl" -D "$folder/data" -w -s -m "${words:-fast}" stop </dev/null >/dev/null 2>&1 ;;
        start) start ;;
        psql) run "$bin/psql" -q -X -h "$folder" -U postgres -d postgres -v ON_ERROR_STOP=1 -c "$words" </dev/null >/dev/null ;;
        *) false ;;
    esac && echo "done $(process)" || echo failed
done
