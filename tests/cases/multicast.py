"""Datagrams to a group, and to everybody."""
import socket
import struct


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


GROUP, GROUP_SIX = '224.1.1.1', 'ff15::1234'


def receiver(port=0):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(('', port))
    membership = struct.pack('4s4s', socket.inet_aton(GROUP), socket.inet_aton('127.0.0.1'))
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    sock.settimeout(5)
    return sock


one = receiver()
port = one.getsockname()[1]
two = receiver(port)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, struct.pack('b', 1))
    print(sender.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL))
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 2)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
    print(sender.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL), sender.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP))
    print(sender.sendto(b'to the group', (GROUP, port)))
    print(one.recvfrom(100)[0], two.recvfrom(100)[0])
    one.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP,
                   struct.pack('4s4s', socket.inet_aton(GROUP), socket.inet_aton('127.0.0.1')))
    attempt(lambda: one.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP,
                                   socket.inet_aton(GROUP) + socket.inet_aton('127.0.0.1')))
    attempt(lambda: two.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                                   socket.inet_aton('127.0.0.1') + socket.inet_aton('127.0.0.1')))
    attempt(lambda: two.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, b'short'))
    attempt(lambda: sender.sendto(b'x', ('<broadcast>', port)))
one.close()
two.close()

# As most tutorials have it: whatever interface there is.
group = socket.inet_aton('224.2.2.2')
with socket.socket(type=socket.SOCK_DGRAM) as member, socket.socket(type=socket.SOCK_DGRAM) as sender:
    member.bind(('', 0))
    membership = struct.pack('4sl', group, socket.INADDR_ANY)
    print(len(membership), len(struct.pack('=4sl', group, socket.INADDR_ANY)), struct.calcsize('ll'))
    member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    member.settimeout(5)
    print(sender.sendto(b'whoever listens', ('224.2.2.2', member.getsockname()[1])), member.recv(100))
    attempt(lambda: member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership))
    member.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, struct.pack('=4sl', group, socket.INADDR_ANY))

with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as listener, socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sender:
    listener.bind(('::', 0))
    lo = socket.if_nametoindex('lo')
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, GROUP_SIX) + struct.pack('@I', lo))
    sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, lo)
    sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 1)
    sender.sendto(b'six', (GROUP_SIX, listener.getsockname()[1]))
    listener.settimeout(5)
    print(listener.recvfrom(100)[0])

with socket.socket(type=socket.SOCK_DGRAM) as listener, socket.socket(type=socket.SOCK_DGRAM) as sender:
    listener.bind(('', 0))
    listener.settimeout(5)
    attempt(lambda: sender.sendto(b'everybody', ('127.255.255.255', listener.getsockname()[1])))
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    print(sender.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST))
    attempt(lambda: sender.sendto(b'everybody', ('127.255.255.255', listener.getsockname()[1])))
    attempt(lambda: listener.recvfrom(100)[0])
    attempt(lambda: sender.sendto(b'all of you', ('<broadcast>', listener.getsockname()[1])))
    attempt(lambda: listener.recvfrom(100)[0])
