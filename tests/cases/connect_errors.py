"""Connections that cannot be, and sockets afterwards."""
import errno
import select
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


address = ('127.0.0.1', free_port())
client = socket.socket()
attempt(lambda: client.connect(address))
attempt(lambda: client.connect(address))
print(errno.errorcode[client.connect_ex(address)])
with socket.create_server(address) as listener:
    print('now somebody listens:', client.connect_ex(address))
    attempt(lambda: client.connect(address))
    print(errno.errorcode[client.connect_ex(address)])
    connection, _ = listener.accept()
    attempt(lambda: connection.connect(address))
    attempt(lambda: listener.connect(address))
    attempt(lambda: client.listen())
    attempt(lambda: client.bind(('127.0.0.1', 0)))
    connection.close()
    client.close()
attempt(lambda: client.connect(address))
attempt(lambda: client.connect_ex(address))

client = socket.socket()
client.setblocking(False)
print(errno.errorcode[client.connect_ex(address)])
select.select([], [client], [], 10)
print(errno.errorcode[client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)], client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
attempt(lambda: client.getpeername())
client.close()

with socket.create_server(('127.0.0.1', 0)) as listener:
    client = socket.socket()
    client.setblocking(False)
    attempt(lambda: client.connect(listener.getsockname()))
    print([entry == [client] for entry in select.select([], [client], [], 10)])
    print(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), client.getpeername() == listener.getsockname())
    attempt(lambda: client.recv(1))
    client.close()

client = socket.socket()
client.settimeout(5)
attempt(lambda: client.connect(address))
print(client.gettimeout())
client.close()
attempt(lambda: socket.create_connection(address))
attempt(lambda: socket.create_connection(address, timeout=3))
attempt(lambda: socket.create_connection(address, all_errors=True))
attempt(lambda: socket.create_connection(('127.0.0.1', 70000)))
attempt(lambda: socket.create_connection('127.0.0.1'))
attempt(lambda: socket.create_connection(address, timeout=-1))
attempt(lambda: socket.create_connection(address, 3, ('127.0.0.1', 'x')))
try:
    socket.create_connection(address)
except ConnectionRefusedError as error:
    print(error.errno == errno.ECONNREFUSED, error.strerror, error.args == (errno.ECONNREFUSED, error.strerror), error.filename)
