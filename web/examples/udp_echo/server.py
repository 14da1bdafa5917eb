"""Answers three datagrams, each to whoever sent it."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(('127.0.0.1', 9001))
    print('waiting on', server.getsockname())
    for _ in range(3):
        data, address = server.recvfrom(2048)
        print(len(data), 'bytes:', data)
        server.sendto(data.upper(), address)
