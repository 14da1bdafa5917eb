"""detach, fileno=, context managers, and sockets that are told of themselves."""
import gc
import socket
import warnings

listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
fd = client.detach()
print(client.fileno(), fd > 2)
again = socket.socket(fileno=fd)
print(again.fileno() == fd, again.family, again.type, again.proto, again.getpeername() == listener.getsockname())
connection, _ = listener.accept()
again.sendall(b'through the same descriptor')
print(connection.recv(100))
with again as inner:
    print(inner is again)
print(again.fileno(), connection.recv(1))
connection.close()
connection.close()
socket.close(listener.detach())
try:
    socket.close(fd)
except OSError as error:
    print(error)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    lost = socket.socket()
    del lost
    gc.collect()
print([(w.category.__name__, str(w.message).split(' fd=')[0]) for w in caught])

one, two = socket.socketpair()
one.sendall(b'pair')
print(two.recv(10))
one.close()
two.close()

s = socket.socket()
print(s == s, s != socket.SocketType, hash(s) == hash(s), bool(s), s.family is socket.AF_INET)
s.close()
print(repr(s))


class Mine(socket.socket):
    def send(self, data):
        return super().send(b'<' + data + b'>')


with socket.create_server(('127.0.0.1', 0)) as listener, Mine() as mine:
    mine.connect(listener.getsockname())
    connection, _ = listener.accept()
    print(mine.send(b'x'), connection.recv(10))
    connection.close()
