import socket

a, b = socket.socketpair()
b.recv('1024')
