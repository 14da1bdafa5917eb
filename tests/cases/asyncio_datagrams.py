# asyncio: UDP endpoints, and the loop's own calls on sockets.
import asyncio
import socket


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data[::-1], address)


class Once(asyncio.DatagramProtocol):
    def __init__(self, answer):
        self.answer = answer

    def datagram_received(self, data, address):
        self.answer.set_result(data)


async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=('127.0.0.1', 0))
    answer = loop.create_future()
    client, _ = await loop.create_datagram_endpoint(lambda: Once(answer), remote_addr=server.get_extra_info('sockname'))
    client.sendto(b'drawer')
    print(await answer)
    client.close()
    server.close()

    with socket.create_server(('127.0.0.1', 0)) as listener, socket.socket() as active:
        listener.setblocking(False)
        active.setblocking(False)
        connecting = asyncio.create_task(loop.sock_connect(active, listener.getsockname()))
        passive, address = await loop.sock_accept(listener)
        await connecting
        print(address == active.getsockname())
        await loop.sock_sendall(active, b'x' * 100_000)
        received = 0
        while received < 100_000:
            received += len(await loop.sock_recv(passive, 65536))
        print(received)
        passive.close()


asyncio.run(main())
