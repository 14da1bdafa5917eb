"""Two clients, one after the other."""
import socket

for word in b'first', b'second':
    with socket.create_connection(('127.0.0.1', 8011)) as connection:
        connection.sendall(word)
        print(connection.recv(100))
