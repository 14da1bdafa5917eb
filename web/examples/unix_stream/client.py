"""Calls a path."""
import socket

with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
    client.connect('/tmp/example.sock')
    client.sendall(b'hello')
    print(client.recv(100))
