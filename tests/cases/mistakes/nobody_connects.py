import socket

s = socket.create_server(('127.0.0.1', 8728))
s.settimeout(0.05)
s.accept()
