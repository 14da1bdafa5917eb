"""A connect() that does not wait tells later how it went."""
import errno
import select
import socket

with socket.socket() as client:
    client.setblocking(False)
    began = client.connect_ex(('127.0.0.1', 8009))
    print('connecting:', errno.errorcode.get(began, 'done'))
    select.select([], [client], [])
    print('connected, with error', client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
    client.sendall(b'hello')
    select.select([client], [], [])
    print(client.recv(100))
