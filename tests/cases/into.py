"""Receiving into buffers, and the flags of receiving."""
import array
import io
import socket
import threading


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


one, two = socket.socketpair()
buffer = bytearray(b'.' * 10)
one.sendall(b'hello world')
print(two.recv_into(buffer, 5), buffer, two.recv_into(memoryview(buffer)[6:]), buffer, two.recv_into(buffer), buffer)
numbers = array.array('i', [0, 0])
one.sendall(b'\x01\0\0\0\x02\0\0\0')
print(two.recv_into(numbers), numbers)
one.sendall(b'peek')
print(two.recv_into(buffer, 0, socket.MSG_PEEK), two.recv(2, socket.MSG_PEEK), two.recvfrom_into(buffer, flags=socket.MSG_DONTWAIT))
attempt(lambda: two.recv(1, socket.MSG_DONTWAIT))
attempt(lambda: two.recv_into(buffer, flags=socket.MSG_DONTWAIT))
thread = threading.Thread(target=lambda: [one.sendall(part) for part in (b'all ', b'of ', b'it')])
thread.start()
print(two.recv(9, socket.MSG_WAITALL))
thread.join()
attempt(lambda: two.recv_into(buffer, 11))
attempt(lambda: two.recv_into(buffer, -1))
attempt(lambda: two.recvfrom_into(buffer, 11))
attempt(lambda: two.recvfrom_into(buffer, -1))
attempt(lambda: two.recv_into())
print(one.sendfile(io.BytesIO(b'0123456789'), offset=2, count=5), two.recv(100))
print(one.sendfile(io.BytesIO(b'0123456789')), two.recv(100), one.sendfile(io.BytesIO()))
attempt(lambda: one.sendfile(io.StringIO('text')))
attempt(lambda: one.sendfile(io.BytesIO(b'x'), count=0))
attempt(lambda: one.sendfile(io.BytesIO(b'x'), count=1.5))
one.settimeout(0)
attempt(lambda: one.sendfile(io.BytesIO(b'x')))
one.close()
print(two.recv_into(buffer), two.recvfrom_into(buffer), two.recv(0))
two.close()

with socket.socket(type=socket.SOCK_DGRAM) as left, socket.socket(type=socket.SOCK_DGRAM) as right:
    right.bind(('127.0.0.1', 0))
    left.connect(right.getsockname())
    for _ in range(4):
        left.send(b'a long datagram')
    print(right.recv(6), right.recv(6), right.recvfrom(100, socket.MSG_PEEK)[0])
    size, address = right.recvfrom_into(buffer, 4)
    print(size, buffer, address == left.getsockname(), right.recv(100))
    attempt(lambda: left.sendfile(io.BytesIO(b'x')))

with socket.create_server(('127.0.0.1', 0)) as server:
    client = socket.create_connection(server.getsockname())
    connection, _ = server.accept()
    client.send(b'ordinary')
    client.send(b'!', socket.MSG_OOB)
    connection.recv(8, socket.MSG_WAITALL)
    print(connection.recv(1, socket.MSG_OOB))
    attempt(lambda: connection.recv(1, socket.MSG_OOB))
    client.close()
    connection.close()
