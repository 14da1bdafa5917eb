import socket

s = socket.socket()
s.connect(('http://localhost', 8732))
