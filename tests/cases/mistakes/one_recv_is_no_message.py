import json
import socket

a, b = socket.socketpair()
a.sendall(b'{"name": 1}')
json.loads(b.recv(5))
