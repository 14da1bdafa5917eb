import socket

s = socket.socket(socket.AF_INET6)
s.connect('127.0.0.1')
