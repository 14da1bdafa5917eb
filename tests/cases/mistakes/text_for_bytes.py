import socket

a, b = socket.socketpair()
a.sendall('hello')
