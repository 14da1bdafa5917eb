"""Joins a group and hears what is sent to it."""
import socket
import struct

GROUP = '239.1.2.3'

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as member:
    member.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    member.bind((GROUP, 9003))
    wish = struct.pack('4s4s', socket.inet_aton(GROUP), socket.inet_aton('127.0.0.1'))
    member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, wish)
    print('joined', GROUP)
    for _ in range(2):
        print('heard', member.recvfrom(1024)[0])
