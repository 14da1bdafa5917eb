"""Sockets by hand under asyncio: the loop waits, one thread serves all."""
import asyncio
import socket


async def serve(connection):
    loop = asyncio.get_running_loop()
    with connection:
        while data := await loop.sock_recv(connection, 1000):
            await loop.sock_sendall(connection, data.upper())


async def ask(address, number):
    loop = asyncio.get_running_loop()
    with socket.socket() as sock:
        sock.setblocking(False)
        await loop.sock_connect(sock, address)
        await loop.sock_sendall(sock, f'question {number}'.encode())
        buffer = bytearray(100)
        size = await loop.sock_recv_into(sock, buffer)
        return bytes(buffer[:size])


async def main():
    loop = asyncio.get_running_loop()
    listener = socket.create_server(('127.0.0.1', 0))
    listener.setblocking(False)

    async def accept():
        while True:
            connection, _ = await loop.sock_accept(listener)
            connection.setblocking(False)
            served.append(asyncio.create_task(serve(connection)))

    served = []
    door = asyncio.create_task(accept())
    print(await asyncio.gather(*(ask(listener.getsockname(), number) for number in range(5))))
    await asyncio.gather(*served)
    print(len(served))

    quiet, other = socket.socketpair()
    quiet.setblocking(False)
    try:
        await asyncio.wait_for(loop.sock_recv(quiet, 10), 0.1)
    except TimeoutError:
        print('nothing came')
    other.send(b'late')
    print(await loop.sock_recv(quiet, 10))
    came = loop.create_future()
    loop.add_reader(quiet, lambda: came.done() or came.set_result(quiet.recv(100)))
    other.send(b'to a reader')
    print(await came, loop.remove_reader(quiet), loop.remove_reader(quiet))
    with socket.socket() as blocking:
        try:
            loop.set_debug(True)
            await loop.sock_connect(blocking, listener.getsockname())
        except ValueError as error:
            print(error)
        loop.set_debug(False)
    door.cancel()
    await asyncio.wait([door])
    listener.close()
    with socket.socket() as sock:
        sock.setblocking(False)
        try:
            await loop.sock_connect(sock, ('127.0.0.1', 1))
        except OSError as error:
            print(type(error).__name__, error.errno)
    quiet.close()
    other.close()


asyncio.run(main())
