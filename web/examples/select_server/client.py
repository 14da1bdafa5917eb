"""Three connections at once; they are served in any order."""
import socket

clients = []
for n in range(3):
    client = socket.create_connection(('127.0.0.1', 8010))
    client.sendall(b'number %d' % n)
    print(client.recv(100))
    clients.append(client)
for client in reversed(clients):
    client.sendall(b'still here')
    print(client.recv(100))
    client.close()
