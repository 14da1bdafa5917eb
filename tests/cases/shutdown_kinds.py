"""shutdown() in each direction, seen from both ends."""
import select
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def pair():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return client, listener.accept()[0]


def readable(sock):
    return bool(select.select([sock], [], [], 5)[0])


one, two = pair()
one.sendall(b'the last words')
one.shutdown(socket.SHUT_WR)
attempt(lambda: one.send(b'more'))
print(readable(two), two.recv(100), readable(two), two.recv(100))
two.sendall(b'an answer all the same')
print(one.recv(100))
attempt(lambda: one.shutdown(socket.SHUT_WR))
two.shutdown(socket.SHUT_WR)
print(readable(one), one.recv(100))
attempt(lambda: one.shutdown(socket.SHUT_RDWR))
one.close()
two.close()

one, two = pair()
one.shutdown(socket.SHUT_RD)
print(readable(one), one.recv(100))
two.sendall(b'it is still let in')
print(readable(one), one.recv(100))
one.sendall(b'and the other way works')
print(two.recv(100))
one.close()
two.close()

one, two = pair()
one.shutdown(socket.SHUT_RDWR)
print(two.recv(1), one.recv(1))
attempt(lambda: one.send(b'x'))
attempt(lambda: one.getsockname()[0])
one.close()
attempt(lambda: one.shutdown(socket.SHUT_RDWR))
two.close()

with socket.socket() as unconnected:
    attempt(lambda: unconnected.shutdown(socket.SHUT_RDWR))
with socket.create_server(('127.0.0.1', 0)) as listener:
    attempt(lambda: listener.shutdown(socket.SHUT_RDWR))
    attempt(lambda: listener.accept())
with socket.socket(type=socket.SOCK_DGRAM) as udp:
    attempt(lambda: udp.shutdown(socket.SHUT_WR))
    attempt(lambda: udp.shutdown(5))
    attempt(lambda: udp.shutdown('SHUT_WR'))
one, two = socket.socketpair()
with one, two:
    one.shutdown(socket.SHUT_WR)
    print(two.recv(1), bool(select.select([two], [], [], 5)[0]))
    attempt(lambda: one.sendall(b'x'))
    two.shutdown(socket.SHUT_RD)
    two.sendall(b'x')
    print(one.recv(1))
