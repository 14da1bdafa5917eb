"""ping, with a raw socket and with a datagram one."""
import socket
import struct


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def checksum(data):
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def request(number, sequence, payload=b'ping pong'):
    payload += b'\0' * (len(payload) % 2)
    header = struct.pack('!BBHHH', 8, 0, 0, number, sequence)
    return struct.pack('!BBHHH', 8, 0, checksum(header + payload), number, sequence) + payload


def raw(host):
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.getprotobyname('icmp')) as sock:
        sock.settimeout(5)
        number = 0x1234
        sock.setsockopt(socket.SOL_IP, socket.IP_TTL, 33)
        for sequence in 1, 2:
            sock.sendto(request(number, sequence), (host, 1))
            while True:
                packet, address = sock.recvfrom(1024)
                size = (packet[0] & 15) * 4
                kind, code, _, its_number, its_sequence = struct.unpack('!BBHHH', packet[size:size + 8])
                if (kind, its_number, its_sequence) == (0, number, sequence):
                    break
            print(address, size, packet[8], code, checksum(packet[size:]), packet[size + 8:])


def datagram(host):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP) as sock:
        sock.settimeout(5)
        sock.sendto(request(1, 7), (host, 0))
        packet, address = sock.recvfrom(1024)
        print(address, struct.unpack('!BB', packet[:2]), packet[6:8], packet[8:])
        print(sock.getsockname()[1] == struct.unpack('!H', packet[4:6])[0], sock.type, sock.proto)


def datagram_six(host):
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6) as sock:
        sock.settimeout(5)
        sock.sendto(struct.pack('!BBHHH', 128, 0, 0, 0, 3) + b'six', (host, 0))
        packet, address = sock.recvfrom(1024)
        print(address[0], packet[0], packet[6:])


raw('127.0.0.1')
raw('host2')
datagram('host1')
datagram_six('::1')
datagram_six('host1')
attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW))
