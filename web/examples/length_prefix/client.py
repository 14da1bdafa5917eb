"""Two messages in one send, then one in two."""
import socket
import struct


def message(data):
    return struct.pack('!I', len(data)) + data


with socket.create_connection(('127.0.0.1', 8006)) as connection:
    connection.sendall(message(b'first') + message(b'second'))
    long = message(b'x' * 100_000)
    connection.sendall(long[:7])
    connection.sendall(long[7:])
print('sent three messages')
