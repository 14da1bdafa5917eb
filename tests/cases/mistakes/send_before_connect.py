import socket

s = socket.socket()
s.send(b'hello')
