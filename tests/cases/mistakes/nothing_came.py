import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 8727))
s.settimeout(0.05)
s.recv(1024)
