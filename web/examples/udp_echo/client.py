"""Sends three datagrams; their borders stay."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    for data in b'one', b'', b'three':
        client.sendto(data, ('127.0.0.1', 9001))
        answer, address = client.recvfrom(2048)
        print(answer, 'from', address)
