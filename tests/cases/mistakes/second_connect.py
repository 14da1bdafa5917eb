import socket

server = socket.create_server(('127.0.0.1', 8718))
s = socket.socket()
s.connect(('127.0.0.1', 8718))
s.connect(('127.0.0.1', 8718))
