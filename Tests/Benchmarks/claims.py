"""Claims and results alone, by pgbench: in the order of the rows, as the program does, against FOR UPDATE SKIP LOCKED."""
import os
import re
import subprocess
import tempfile

GROUP = 64
CLIENTS = 4
ROWS = int(os.environ.get("CLAIMED", 400_000))
SECONDS = int(os.environ.get("SECONDS_OF_PGBENCH", 3))

# As in the program's ledger, but for what no statement here touches.
TABLES = """
    CREATE TABLE message (
        id bigint PRIMARY KEY, key_high bigint NOT NULL, key_low bigint NOT NULL, recipient bigint NOT NULL, campaign bigint,
        member bigint, finished_at bigint, duration bigint, ordinal integer NOT NULL, attempts integer NOT NULL, http_status integer,
        state smallint NOT NULL, error_key text COLLATE "C", error_message text COLLATE "C", UNIQUE (key_high, key_low, ordinal)
    ) WITH (fillfactor = 70);
    CREATE TABLE member (id bigint PRIMARY KEY, seq bigint NOT NULL DEFAULT 0, lease_until timestamptz NOT NULL DEFAULT now(),
        claims bigint[] NOT NULL DEFAULT '{{}}', next bigint NOT NULL) WITH (fillfactor = 50);
    INSERT INTO member (id, next) SELECT number, number * {share} + 1 FROM generate_series(0, {clients} - 1) AS number;
    INSERT INTO message (id, key_high, key_low, recipient, ordinal, attempts, state)
        SELECT number, hashint8extended(number, 1), hashint8extended(number, 2), number, 0, 0, 0 FROM generate_series(1, {rows}) AS number;
"""
FENCE = """
BEGIN;
WITH own AS (UPDATE member SET seq = seq + 1, lease_until = clock_timestamp() + interval '20 s', claims = {claims}
    WHERE id = :client_id RETURNING 1) SELECT 1 / count(*) FROM own;
"""
SETTLE = """
WITH settled AS (UPDATE message SET state = 2, attempts = attempts + 1, http_status = 200, finished_at = 1700000000000, duration = 12
    WHERE id = ANY ({ids}) AND state = 1 AND member = :client_id RETURNING 1) SELECT count(*) FROM settled;
"""
# A range of its own: what it claims next, it knows without looking.
IN_ORDER = r"""
SELECT next AS first, next + {group} - 1 AS last FROM member WHERE id = :client_id \gset
""" + FENCE.format(claims="ARRAY(SELECT generate_series(:first::bigint, :last::bigint))") + SETTLE.format(
    ids="ARRAY(SELECT generate_series(:first::bigint - {group}, :last::bigint - {group}))") + r"""
UPDATE message SET state = 1, campaign = 1, finished_at = 1700000000000, member = :client_id
    WHERE id = ANY (ARRAY(SELECT generate_series(:first::bigint, :last::bigint))) AND state = 0 RETURNING id;
UPDATE member SET next = next + {group} WHERE id = :client_id;
COMMIT;
"""
# As job queues do: whatever is pending and nobody else has.
SKIPPING = r"""
SELECT quote_literal(claims::text) AS held FROM member WHERE id = :client_id \gset
""" + "BEGIN;\n" + SETTLE.format(ids=":held::bigint[]") + r"""
WITH found AS (SELECT id FROM message WHERE state = 0 ORDER BY id LIMIT {group} FOR UPDATE SKIP LOCKED),
    won AS (UPDATE message SET state = 1, campaign = 1, finished_at = 1700000000000, member = :client_id
        FROM found WHERE message.id = found.id RETURNING message.id)
UPDATE member SET claims = coalesce((SELECT array_agg(id) FROM won), '{{}}'), seq = seq + 1,
    lease_until = clock_timestamp() + interval '20 s' WHERE id = :client_id;
COMMIT;
"""
PENDING = "CREATE INDEX message_pending ON message (id) WHERE state = 0;"


def settled_rows(postgres, script, index):
    """Rows a second that were claimed and settled."""
    database = postgres.database()
    share = ROWS // CLIENTS
    postgres.sql(TABLES.format(rows=ROWS, clients=CLIENTS, share=share) + index, database)
    postgres.sql("VACUUM ANALYZE", database)
    postgres.sql("CHECKPOINT")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script.format(group=GROUP))
        file.flush()
        done = subprocess.run(
            [postgres.program("pgbench"), "-n", "-h", postgres.folder, "-U", "postgres", "-c", str(CLIENTS), "-j", "1", "-T", str(SECONDS),
             "-f", file.name, database], capture_output=True, text=True, check=True)
    seconds = float(re.search(r"^tps = ([0-9.]+)", done.stdout, re.M)[1])
    transactions = int(re.search(r"number of transactions actually processed: (\d+)", done.stdout)[1])
    rows = int(postgres.sql("SELECT count(*) FROM message WHERE state = 2", database))
    postgres.command(f"psql DROP DATABASE {database} WITH (FORCE)")
    return rows / (transactions / seconds)


def pairs(postgres, count):
    """Both one after the other, so often: rows a second of each."""
    found = []
    for number in range(1, count + 1):
        # Which comes first changes, because the second finds the disk as the first left it.
        own = settled_rows(postgres, IN_ORDER, "") if number % 2 else None
        other = settled_rows(postgres, SKIPPING, PENDING)
        found.append((own if own is not None else settled_rows(postgres, IN_ORDER, ""), other))
        print(f"pair {number}: {found[-1][0]:,.0f} in order, {found[-1][1]:,.0f} by SKIP LOCKED", flush=True)
    return found
