"""Connections that end badly: reset, broken pipe, data that nobody read."""
import select
import socket
import struct


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def pair():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return client, listener.accept()[0]


def reset(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    sock.close()


one, two = pair()
reset(two)
attempt(lambda: one.recv(10))
attempt(lambda: one.recv(10))
attempt(lambda: one.send(b'x'))
attempt(lambda: one.getpeername())
one.close()

one, two = pair()
reset(two)
select.select([one], [], [], 5)
attempt(lambda: one.sendall(b'x'))
attempt(lambda: one.sendall(b'x'))
print(one.recv(1))
one.close()

one, two = pair()
one.sendall(b'nobody reads this')
select.select([two], [], [], 5)
two.close()
attempt(lambda: one.recv(10))
one.close()

one, two = pair()
two.sendall(b'said before the end')
select.select([one], [], [], 5)
two.close()
print(one.recv(4), one.recv(100), one.recv(100))
one.send(b'into the void')
select.select([one], [], [], 5)
attempt(lambda: [one.send(b'x') for _ in range(2)])
one.close()

one, two = pair()
reset(two)
poll = select.poll()
poll.register(one, select.POLLIN)
[(_, events)] = poll.poll(5000)
print([name for name in ('POLLIN', 'POLLERR', 'POLLHUP') if events & getattr(select, name)])
print(one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0, one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
one.close()
for kind in (ConnectionResetError, BrokenPipeError, ConnectionAbortedError, ConnectionRefusedError):
    print(kind.__name__, issubclass(kind, ConnectionError), issubclass(kind, socket.error), issubclass(kind, TimeoutError))
