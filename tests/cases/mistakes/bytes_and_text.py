import socket

a, b = socket.socketpair()
a.sendall(b'hello')
print('got ' + b.recv(1024))
