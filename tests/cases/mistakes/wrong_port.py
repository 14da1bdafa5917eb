import socket

server = socket.create_server(('127.0.0.1', 8709))
s = socket.socket()
s.connect(('127.0.0.1', 8710))
