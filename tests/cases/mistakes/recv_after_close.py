import socket

s = socket.socket()
s.close()
s.recv(1024)
