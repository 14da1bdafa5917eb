"""Looks on: every ICMP packet for this host comes here too."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as observer:
    print('looking at ICMP')
    for _ in range(4):
        packet, address = observer.recvfrom(2048)
        header = (packet[0] & 0x0f) * 4
        kind = {8: 'echo request', 0: 'echo reply'}.get(packet[header], packet[header])
        print(kind, 'from', address[0], 'with', packet[header + 8:])
