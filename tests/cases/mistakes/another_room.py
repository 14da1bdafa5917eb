import socket

s = socket.socket()
s.connect(('0.0.0.0', 8712))
