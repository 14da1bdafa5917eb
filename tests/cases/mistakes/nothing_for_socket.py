import socket

s = socket.socket().bind(('127.0.0.1', 8731))
s.listen()
