import socket

s = socket.socket()
s.connect(('192.0.2.1', 80))
