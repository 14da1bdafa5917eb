import socket

s = socket.create_server(('127.0.0.1', 8722))
client = socket.create_connection(('127.0.0.1', 8722))
connection = s.accept()
connection.recv(1024)
