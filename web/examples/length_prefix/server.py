"""Reads messages that begin with their length, four bytes."""
import socket
import struct


def receive(connection, size):
    """Exactly so many bytes; recv() may give fewer at a time."""
    data = b''
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise EOFError('the stream ended within a message')
        data += part
    return data


with socket.create_server(('127.0.0.1', 8006)) as listener:
    print('waiting for messages')
    connection, _ = listener.accept()
    with connection:
        for _ in range(3):
            size, = struct.unpack('!I', receive(connection, 4))
            print(size, 'bytes:', receive(connection, size)[:20])
