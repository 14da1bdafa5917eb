import socket

a, b = socket.socketpair()
a.shutdown(socket.SHUT_WR)
a.send(b'hello')
