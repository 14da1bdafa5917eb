"""Asks for a long wait first and a short one second."""
import socket

clients = []
for seconds in 0.6, 0.1:
    client = socket.create_connection(('127.0.0.1', 8012))
    client.sendall(b'%.1f\n' % seconds)
    clients.append(client)
for client in reversed(clients):
    print(client.recv(100))
    client.close()
