import socket

s = socket.socket()
s.accept()
