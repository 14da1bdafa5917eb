"""Interfaces, services and protocols by name and number."""
import socket


def attempt(work):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: (1, 'lo') in socket.if_nameindex())
attempt(lambda: (socket.if_nametoindex('lo'), socket.if_nametoindex(b'lo'), socket.if_indextoname(1)))
attempt(lambda: socket.if_nametoindex('none'))
attempt(lambda: socket.if_nametoindex(1))
attempt(lambda: socket.if_indextoname(77))
attempt(lambda: socket.if_indextoname(0))
attempt(lambda: socket.if_indextoname('lo'))
attempt(lambda: socket.getservbyname('echo', 'udp'))
attempt(lambda: socket.getservbyname('ssh'))
attempt(lambda: socket.getservbyname('http', 'udp'))
attempt(lambda: socket.getservbyname('HTTP'))
attempt(lambda: [socket.getservbyport(port) for port in (7, 13, 22, 25, 53, 80, 443)])
attempt(lambda: socket.getservbyport(123, 'udp'))
attempt(lambda: socket.getservbyport(80, 'udp'))
attempt(lambda: socket.getservbyport(-1))
attempt(lambda: socket.getservbyport(65536))
attempt(lambda: socket.getservbyport(80.0))
attempt(lambda: [socket.getprotobyname(name) for name in ('icmp', 'ICMP', 'tcp', 'UDP', 'ipv6', 'ipv6-icmp')])
attempt(lambda: socket.getprotobyname('none'))
