"""A coroutine for each client, until two have left."""
import asyncio

finished = 0


async def serve(reader, writer):
    global finished
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()
    finished += 1
    if finished == 2:
        done.set()


async def main():
    global done
    done = asyncio.Event()
    server = await asyncio.start_server(serve, '127.0.0.1', 8015)
    async with server:
        print('serving')
        await done.wait()
    print('served', finished)


asyncio.run(main())
