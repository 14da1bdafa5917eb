"""Sends three words, one after the other, and shows what comes back."""
import socket

with socket.create_connection(('127.0.0.1', 8001)) as connection:
    print('connected to', connection.getpeername())
    for word in b'hello', b'again', b'bye':
        connection.sendall(word)
        print(word, 'came back as', connection.recv(1024))
