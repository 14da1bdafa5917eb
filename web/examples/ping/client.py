"""Asks a host whether it is there, by hand."""
import os
import socket
import struct


def checksum(data):
    """RFC 1071: the sum of all 16-bit words, its carry added, inverted."""
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff


def request(identifier, sequence, data):
    header = struct.pack('!BBHHH', 8, 0, 0, identifier, sequence)
    return struct.pack('!BBHHH', 8, 0, checksum(header + data), identifier, sequence) + data


with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as pinger:
    pinger.settimeout(5)
    identifier = os.getpid() & 0xffff
    for sequence in 1, 2:
        pinger.sendto(request(identifier, sequence, b'hello%d' % sequence + b'!!'), ('127.0.0.1', 0))
        while True:
            packet, _ = pinger.recvfrom(2048)
            icmp = packet[(packet[0] & 0x0f) * 4:]
            if icmp[0] == 0 and struct.unpack('!HH', icmp[4:8]) == (identifier, sequence):
                break
        print('answer', sequence, 'with', icmp[8:])
