import socket

s = socket.socket()
s.setblocking(False)
s.connect(('127.0.0.1', 8726))
