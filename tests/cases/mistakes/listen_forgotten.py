import socket

server = socket.socket()
server.bind(('127.0.0.1', 8708))
s = socket.socket()
s.connect(('127.0.0.1', 8708))
