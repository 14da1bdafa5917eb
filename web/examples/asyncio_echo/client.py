"""Two clients in one thread, at the same time."""
import asyncio


async def talk(name, turn, next_turn):
    reader, writer = await asyncio.open_connection('127.0.0.1', 8015)
    for n in 1, 2:
        await turn.acquire()
        writer.write(f'{name} {n}\n'.encode())
        print((await reader.readline()).decode().rstrip())
        next_turn.release()
    writer.close()
    await writer.wait_closed()


async def main():
    first, second = asyncio.Semaphore(1), asyncio.Semaphore(0)
    await asyncio.gather(talk('anna', first, second), talk('bert', second, first))


asyncio.run(main())
