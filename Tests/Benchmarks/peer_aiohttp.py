"""What a user would write with aiohttp: one POST a line of a CSV file, so many at once. Arguments: address, key, file, width."""
import asyncio
import csv
import sys

import aiohttp


async def send(session, address, key, row):
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in (("add", "message"), *row.items(), ("api_secret_key", key)):
        form.add_field(name, value)
    async with session.post(f"{address}/api_request/", data=form) as reply:
        answer = await reply.json()
        return answer.get("success") is True


async def work(rows, session, address, key, tally):
    for row in rows:
        tally["sent" if await send(session, address, key, row) else "failed"] += 1


async def main(address, key, path, width):
    tally = {"sent": 0, "failed": 0}
    with open(path, newline="") as file:
        rows = csv.DictReader(file)
        connector = aiohttp.TCPConnector(limit=width)
        async with aiohttp.ClientSession(connector=connector) as session:
            # The workers share one reader: each takes the next line.
            await asyncio.gather(*(work(rows, session, address, key, tally) for _ in range(width)))
    print(tally)
    return 0 if not tally["failed"] else 1


sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))))
