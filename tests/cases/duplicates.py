"""Several descriptors for one socket, and one descriptor handed from object to object."""
import os
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


one, two = socket.socketpair()
again = one.dup()
print(again.fileno() != one.fileno(), again.family, again.type, again.proto, again.gettimeout())
one.close()
again.sendall(b'still open')
print(two.recv(20))
again.close()
print(two.recv(20))
two.close()

server = socket.create_server(('127.0.0.1', 0))
copy = socket.fromfd(server.fileno(), socket.AF_INET, socket.SOCK_STREAM)
server.close()
client = socket.create_connection(copy.getsockname())
connection, address = copy.accept()
print(address == client.getsockname())
number = connection.detach()
print(connection.fileno(), connection)
attempt(lambda: connection.send(b'x'))
found = socket.socket(fileno=number)
print(found.family, found.type, found.proto, found.fileno() == number, found.getpeername() == address)
found.sendall(b'by another object')
print(client.recv(20))
number = socket.dup(found.fileno()) if hasattr(socket, 'dup') else os.dup(found.fileno())
os.write(number, b'by its number')
client.sendall(b'and back')
print(client.recv(20), os.read(number, 100))
socket.close(number)
attempt(lambda: socket.close(number))
with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as other:
    found_six = socket.socket(fileno=os.dup(other.fileno()))
    print(found_six.family, found_six.type, found_six.proto == socket.IPPROTO_UDP)
    found_six.close()
    lie = socket.socket(socket.AF_INET, socket.SOCK_STREAM, fileno=os.dup(other.fileno()))
    print(lie.family, lie.type)
    lie.close()
for each in client, found, copy:
    each.close()


class Counting(socket.socket):
    def close(self):
        print('closing')
        super().close()


with Counting() as counting:
    other = counting.dup()
    print(type(other).__name__)
    other.close()
file = Counting().makefile()
file.close()
one = Counting()
file = one.makefile('rb')
one.close()
print(one.fileno() > 0)
file.close()
print(one.fileno())

attempt(lambda: socket.fromfd(9999, socket.AF_INET, socket.SOCK_STREAM))
attempt(lambda: socket.socket(fileno=9999))
attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, fileno=9999))
attempt(lambda: socket.socket(fileno=-2))
attempt(lambda: socket.socket(fileno='3'))
attempt(lambda: socket.socket(fileno=3.0))
attempt(lambda: socket.socket().dup().dup().detach() > 2)
closed = socket.socket()
closed.close()
attempt(lambda: closed.dup())
attempt(lambda: closed.detach())
