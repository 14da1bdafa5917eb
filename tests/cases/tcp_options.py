"""Options of TCP and of the levels below it, one by one: what they are at first, and what they become."""
import socket
import struct


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def number(sock, level, name):
    return sock.getsockopt(getattr(socket, level), getattr(socket, name))


with socket.create_server(('127.0.0.1', 0)) as listener, socket.create_connection(listener.getsockname()) as client:
    connection, _ = listener.accept()
    print('SO_DOMAIN', number(client, 'SOL_SOCKET', 'SO_DOMAIN') == socket.AF_INET)
    print('SO_PROTOCOL', number(client, 'SOL_SOCKET', 'SO_PROTOCOL') == socket.IPPROTO_TCP)
    for sock in (listener, client):
        print('SO_ACCEPTCONN', number(sock, 'SOL_SOCKET', 'SO_ACCEPTCONN'))
    for name, value in (('TCP_KEEPIDLE', 60), ('TCP_KEEPINTVL', 5), ('TCP_KEEPCNT', 4), ('TCP_SYNCNT', 2), ('TCP_USER_TIMEOUT', 9000)):
        client.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        print(name, number(client, 'IPPROTO_TCP', name))
    for name in ('TCP_CORK', 'TCP_NODELAY', 'TCP_QUICKACK'):
        client.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), 1)
        print(name, number(client, 'IPPROTO_TCP', name))
    attempt(lambda: client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 0))
    attempt(lambda: client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 1000))
    for name, value in (('IP_TTL', 7), ('IP_TOS', 0x10)):
        client.setsockopt(socket.IPPROTO_IP, getattr(socket, name), value)
        print(name, number(client, 'IPPROTO_IP', name))
    attempt(lambda: client.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 0))
    attempt(lambda: client.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 256))
    information = client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    print('TCP_INFO', len(information), 'established' if information[0] == 1 else information[0])
    connection.close()
    client.recv(1)
    print('TCP_INFO', client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0])
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 2, 500000))
    print(struct.unpack('ll', client.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)))

with socket.socket(type=socket.SOCK_DGRAM) as udp:
    print('SO_BROADCAST', number(udp, 'SOL_SOCKET', 'SO_BROADCAST'))
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    print('SO_BROADCAST', number(udp, 'SOL_SOCKET', 'SO_BROADCAST'))
    attempt(lambda: udp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1))
    attempt(lambda: udp.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    attempt(lambda: udp.setsockopt(socket.SOL_SOCKET, 9999, 1))
    attempt(lambda: udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, None, 4))
    attempt(lambda: udp.setsockopt('SOL_SOCKET', socket.SO_RCVBUF, 1))
    attempt(lambda: udp.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 0) > 0)
    attempt(lambda: udp.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 2))

with socket.socket(socket.AF_INET6) as six:
    print('IPV6_V6ONLY', number(six, 'IPPROTO_IPV6', 'IPV6_V6ONLY'))
    six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 3)
    print('IPV6_V6ONLY', number(six, 'IPPROTO_IPV6', 'IPV6_V6ONLY'), 'IPV6_UNICAST_HOPS', number(six, 'IPPROTO_IPV6', 'IPV6_UNICAST_HOPS'))
    six.bind(('::1', 0))
    attempt(lambda: six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0))
