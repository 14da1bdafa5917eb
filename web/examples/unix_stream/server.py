"""Listens on a path."""
import os
import socket

PATH = '/tmp/example.sock'

with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
    if os.path.exists(PATH):
        os.unlink(PATH)
    listener.bind(PATH)
    listener.listen()
    print('listening on', listener.getsockname())
    connection, address = listener.accept()
    with connection:
        print('the client has no name:', repr(address))
        print('it says', connection.recv(100))
        connection.sendall(b'hello, neighbour')
print('the path is still there:', os.path.exists(PATH))
os.unlink(PATH)
