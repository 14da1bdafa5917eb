import socket

s = socket.create_server(('127.0.0.1', 8719))
s.connect(('127.0.0.1', 8719))
