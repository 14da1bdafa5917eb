"""One client of each kind."""
import socket

for host in '127.0.0.1', '::1':
    with socket.create_connection((host, 8014)) as connection:
        print(connection.family.name, 'is seen as', connection.recv(100))
