"""IPv6: addresses of four parts, and both protocols through one socket."""
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as listener:
    listener.bind(('::1', 0))
    host, port, flow, scope = listener.getsockname()
    print(host, flow, scope, listener.family)
    listener.listen()
    with socket.create_connection(('::1', port)) as client:
        connection, address = listener.accept()
        print(address == client.getsockname(), len(address), client.getpeername() == ('::1', port, 0, 0))
        connection.sendall(b'over IPv6')
        print(client.recv(100))
        print(', laddr=' in repr(connection), f"raddr={address}" in repr(connection))
        connection.close()
    attempt(lambda: socket.create_connection(('127.0.0.1', port)))

with socket.socket(socket.AF_INET6) as both:
    both.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    both.bind(('::', 0))
    both.listen()
    port = both.getsockname()[1]
    print(both.getsockname()[0])
    for host in ('127.0.0.1', '::1'):
        with socket.create_connection((host, port)) as client:
            print(client.getsockname()[0], 'is', both.accept()[1][0])

with socket.socket(socket.AF_INET6) as only:
    only.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    only.bind(('::', 0))
    only.listen()
    attempt(lambda: socket.create_connection(('127.0.0.1', only.getsockname()[1])))

with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as left, socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as right:
    right.bind(('::1', 0))
    left.sendto(b'a datagram', right.getsockname())
    data, address = right.recvfrom(100)
    print(data, address[0], address[2:], address[1] == left.getsockname()[1])
    left.sendto(b'two parts are enough', right.getsockname()[:2])
    print(right.recv(100))
    attempt(lambda: left.sendto(b'x', ('::1',)))
    attempt(lambda: left.sendto(b'x', ('::1', 1, -1)))
    attempt(lambda: left.sendto(b'x', ('::1', 1, 0, -1)))
    attempt(lambda: left.sendto(b'x', ('::1', 1, 1 << 20)))
    attempt(lambda: left.sendto(b'x', ('::1', 1, 0, 0, 0)))
    attempt(lambda: left.sendto(b'x', ('::1', 65536)))
    attempt(lambda: left.sendto(b'x', ('127.0.0.1', 9)))
    attempt(lambda: left.bind(('::1', '80')))
    attempt(lambda: left.bind('::1'))
for text in ('::', '::1', '2001:DB8::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '1::', '12345::', '::1%lo', ''):
    attempt(lambda: socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, text)))
