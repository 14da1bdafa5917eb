"""Hears what is said to everybody."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('', 9002))
    print('listening on port 9002')
    for _ in range(2):
        data, address = listener.recvfrom(1024)
        print('heard', data)
