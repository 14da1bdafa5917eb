import socket

s = socket.create_server(('127.0.0.1', 8720))
client = socket.create_connection(('127.0.0.1', 8720))
connection, address = s.accept()
s.send(b'hello')
