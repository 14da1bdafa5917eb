"""Speaks to a group without being in it."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as speaker:
    speaker.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
    speaker.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
    for text in b'to whom it may concern', b'the end':
        print('sent', speaker.sendto(text, ('239.1.2.3', 9003)), 'bytes')
