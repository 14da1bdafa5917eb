"""Urgent data, tcp(7): one byte beside the stream."""
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


one, two = pair()
one.sendall(b'ordinary ')
print(one.send(b'!', socket.MSG_OOB))
readable, _, exceptional = select.select([two], [], [two], 5)
print('exceptional:', exceptional == [two])
print(two.recv(9, socket.MSG_WAITALL), two.recv(1, socket.MSG_OOB))
attempt(lambda: two.recv(1, socket.MSG_OOB))
print(select.select([], [], [two], 0)[2])
one.sendall(b'abc', socket.MSG_OOB)
poll = select.poll()
poll.register(two, select.POLLPRI)
print([bool(events & select.POLLPRI) for _, events in poll.poll(5000)])
print(two.recv(10), two.recv(1, socket.MSG_OOB))
one.close()
two.close()

one, two = pair()
two.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
one.sendall(b'in ')
one.send(b'line', socket.MSG_OOB)
received = b''
while len(received) < 7:
    received += two.recv(10)
print(received)
attempt(lambda: two.recv(1, socket.MSG_OOB))
one.close()
two.close()
with socket.socket(type=socket.SOCK_DGRAM) as udp:
    udp.bind(('127.0.0.1', 0))
    attempt(lambda: udp.sendto(b'x', socket.MSG_OOB, udp.getsockname()))
with socket.socket() as unconnected:
    attempt(lambda: unconnected.recv(1, socket.MSG_OOB))
    attempt(lambda: unconnected.send(b'x', socket.MSG_OOB))
