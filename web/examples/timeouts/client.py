"""Says nothing until it is asked."""
import socket

with socket.create_connection(('127.0.0.1', 8004)) as connection:
    print(connection.recv(100))
    connection.sendall(b'yes')
