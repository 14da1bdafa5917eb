"""Datagrams between names: paths, abstract names, none."""
import os
import socket

HERE, THERE = 'case-datagram-here', 'case-datagram-there'


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def new():
    return socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)


with new() as here, new() as there, new() as unnamed:
    here.bind(HERE)
    there.bind(THERE)
    print(here.sendto(b'first', THERE), here.sendto(b'second', 0, THERE))
    print(there.recvfrom(3), there.recvfrom(100))
    print(unnamed.sendto(b'from no one', THERE), there.recvfrom(100))
    attempt(lambda: unnamed.send(b'to no one'))
    attempt(lambda: unnamed.getpeername())
    unnamed.connect(THERE)
    print(unnamed.send(b''), there.recvfrom(10), unnamed.getpeername(), repr(unnamed.getsockname()))
    attempt(lambda: unnamed.sendto(b'elsewhere', HERE))
    print(here.recvfrom(20))
    here.connect(there.getsockname())
    attempt(lambda: unnamed.sendto(b'no longer', HERE))
    there.settimeout(0.05)
    attempt(lambda: there.recv(10))
    there.setblocking(False)
    attempt(lambda: there.recvfrom(10))
    attempt(lambda: unnamed.sendto(b'x', 'case-no-such-name'))
    attempt(lambda: unnamed.sendto(b'x', ('127.0.0.1', 9)))
    attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).connect(THERE))
    attempt(lambda: there.listen())
for name in HERE, THERE:
    os.unlink(name)

with new() as one, new() as two:
    one.bind('\0case-one')
    two.bind(b'\0case-two\xff\0with a NUL')
    print(one.getsockname(), two.getsockname())
    one.sendto(b'abstract', two.getsockname())
    data, address = two.recvfrom(20)
    print(data, address)
    attempt(lambda: new().bind(b'\0case-one'))
    print(os.path.exists('case-one'))
with new() as again:
    again.bind(b'\0case-one')
    print(again.getsockname())
with new() as chosen:
    chosen.bind('')
    name = chosen.getsockname()
    print(type(name).__name__, len(name), name[:1])
    print(chosen.sendto(b'to myself', name), chosen.recvfrom(20)[1] == name)

with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
    server.bind('\0case-packets')
    server.listen()
    client.connect('\0case-packets')
    connection, address = server.accept()
    with connection:
        print(repr(address), connection.type, client.send(b'one packet'), client.send(b'another'))
        print(connection.recv(3), connection.recv(100))
