import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8711))
s = socket.socket()
s.connect(('127.0.0.1', 8711))
