import socket

s = socket.create_server(('127.0.0.1', 8721))
client = socket.create_connection(('127.0.0.1', 8721))
connection, address = s.accept()
s.recv(1024)
