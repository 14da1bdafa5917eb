import socket

server = socket.create_server(('127.0.0.1', 8706))
client = socket.create_connection(('127.0.0.1', 8706))
connection, _ = server.accept()
connection.close()
client.recv(1)
client.close()
server.close()
s = socket.socket()
s.bind(('127.0.0.1', 8706))
