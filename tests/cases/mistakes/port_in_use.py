import socket

first = socket.socket()
first.bind(('127.0.0.1', 8705))
first.listen()
s = socket.socket()
s.bind(('127.0.0.1', 8705))
