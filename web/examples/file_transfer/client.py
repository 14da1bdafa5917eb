"""Receives a file and keeps it."""
import hashlib
import socket

with socket.create_connection(('127.0.0.1', 8016)) as connection, connection.makefile('rb') as stream:
    size = int(stream.readline())
    with open('copy.txt', 'wb') as file:
        while file.tell() < size:
            file.write(stream.read(min(50, size - file.tell())))
            print(file.tell(), 'of', size)

with open('copy.txt', 'rb') as file:
    print(hashlib.sha256(file.read()).hexdigest()[:16])
