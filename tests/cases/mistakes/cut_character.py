import socket

a, b = socket.socketpair()
a.sendall('\u597d'.encode())
b.recv(2).decode()
