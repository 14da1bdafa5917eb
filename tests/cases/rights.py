"""Descriptors sent from socket to socket."""
import array
import os
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def is_open(number):
    try:
        socket.close(number)
        return True
    except OSError:
        return False


one, two = socket.socketpair()
server = socket.create_server(('127.0.0.1', 0))
print(socket.send_fds(one, [b'a ', b'server'], [server.fileno()]))
data, fds, flags, address = socket.recv_fds(two, 100, 5)
print(data, len(fds), fds[0] != server.fileno(), flags & ~socket.MSG_CMSG_CLOEXEC, address)
server.close()
received = socket.socket(fileno=fds[0])
with socket.create_connection(received.getsockname()) as client, received:
    connection, _ = received.accept()
    connection.sendall(b'through the received one')
    print(client.recv(100))
    connection.close()

left, right = socket.socketpair()
packed = array.array('i', [left.fileno(), right.fileno()])
print(one.sendmsg([b'two'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, packed)]))
left.close()
data, ancillary, flags, address = two.recvmsg(10, socket.CMSG_LEN(2 * packed.itemsize))
[(level, kind, value)] = ancillary
print(data, level == socket.SOL_SOCKET, kind == socket.SCM_RIGHTS, len(value))
numbers = array.array('i', value)
os.write(numbers[0], b'hello')
print(right.recv(10), [is_open(number) for number in numbers])
right.close()

with socket.socket(type=socket.SOCK_DGRAM) as passed:
    socket.send_fds(one, [b'x'], [passed.fileno(), passed.fileno()])
    data, ancillary, flags, address = two.recvmsg(10, socket.CMSG_LEN(4))
    print(data, [len(value) for _, _, value in ancillary], flags & socket.MSG_CTRUNC == socket.MSG_CTRUNC)
    print([is_open(number) for number in array.array('i', ancillary[0][2])])
    socket.send_fds(one, [b'x'], [passed.fileno()])
    print(two.recv(10))
    socket.send_fds(one, [b'x'], [passed.fileno()])
    data, ancillary, flags, address = two.recvmsg(10)
    print(data, ancillary, flags & socket.MSG_CTRUNC == socket.MSG_CTRUNC)
    print(one.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b'')]), socket.recv_fds(two, 10, 1)[:2])
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.bind(('127.0.0.1', 0))
        passed.connect(udp.getsockname())
attempt(lambda: socket.send_fds(one, [b'x'], [9999]))
attempt(lambda: socket.send_fds(one, [b'x'], [-1]))
attempt(lambda: socket.send_fds(one, [b'x'], ['a']))
attempt(lambda: one.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, 'text')]))
one.close()
two.close()
