import socket

a, b = socket.socketpair()
a.sendall(b'GET /')
b.recv(1024).split(' ')
