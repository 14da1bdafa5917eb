"""Addresses in use: who may bind where, and when."""
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def bound(address, *options, kind=socket.SOCK_STREAM, family=socket.AF_INET):
    sock = socket.socket(family, kind)
    for option in options:
        sock.setsockopt(socket.SOL_SOCKET, option, 1)
    try:
        sock.bind(address)
    except OSError as error:
        sock.close()
        return f'{type(error).__name__}: {error}'
    return sock


ADDRESS, PORT = socket.SO_REUSEADDR, socket.SO_REUSEPORT
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    print(kind.name)
    for first in ((), (ADDRESS,), (PORT,)):
        one = bound(('127.0.0.1', 0), *first, kind=kind)
        for second in ((), (ADDRESS,), (PORT,)):
            two = bound(one.getsockname(), *second, kind=kind)
            print(len(first), len(second), two if isinstance(two, str) else 'both are bound')
            isinstance(two, str) or two.close()
        one.close()

listener = bound(('127.0.0.1', 0), ADDRESS)
listener.listen()
address = listener.getsockname()
print(bound(address), bound(address, ADDRESS), bound(('0.0.0.0', address[1]), ADDRESS), sep='\n')
other = bound(('127.0.0.2', address[1]))
other.listen()
print('another address of the same port', other.getsockname() == ('127.0.0.2', address[1]))
udp = bound(address, kind=socket.SOCK_DGRAM)
print('the same port of UDP', udp.getsockname() == address)
six = bound(('::1', address[1]), family=socket.AF_INET6)
print('the same port of IPv6', six.getsockname()[1] == address[1])
for sock in (other, udp, six):
    sock.close()

client = socket.create_connection(address)
connection, _ = listener.accept()
connection.close()
client.recv(1)
client.close()
listener.close()
print('a server that begins again while its connections are in TIME_WAIT:')
print(bound(address))
again = bound(address, ADDRESS)
print(again.getsockname() == address)
again.close()

two = [bound(('127.0.0.1', 0), PORT)]
two.append(bound(two[0].getsockname(), PORT))
for sock in two:
    sock.listen()
clients = [socket.create_connection(two[0].getsockname()) for _ in range(20)]
accepted = 0
for sock in two:
    sock.setblocking(False)
    try:
        while True:
            sock.accept()[0].close()
            accepted += 1
    except BlockingIOError:
        pass
print('both together accepted', accepted)
for sock in two + clients:
    sock.close()
attempt(lambda: bound(('198.18.0.1', 1)))
attempt(lambda: bound(('127.0.0.1', 0)).bind(('127.0.0.1', 0)))
