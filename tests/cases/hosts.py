"""The names of a room, and their addresses."""
import socket


def attempt(work):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error)


def addresses(*arguments, **options):
    return [(row[0].name, row[1].name, row[2], *row[3:]) for row in socket.getaddrinfo(*arguments, **options)]


STREAM = socket.SOCK_STREAM
attempt(lambda: addresses('localhost', 80, type=STREAM))
attempt(lambda: addresses('host1', 80, type=STREAM))
attempt(lambda: addresses('HOST9', 80, type=STREAM, flags=socket.AI_CANONNAME))
attempt(lambda: addresses('host1', 80, socket.AF_INET, STREAM))
attempt(lambda: addresses(b'host1', '80', socket.AF_INET6, STREAM))
attempt(lambda: addresses('services', 'echo'))
attempt(lambda: addresses('services', 'http'))
attempt(lambda: addresses('host1', None, socket.AF_INET))
attempt(lambda: addresses('host1', 'domain', type=socket.SOCK_RAW))
attempt(lambda: addresses(None, 'http', socket.AF_INET))
attempt(lambda: addresses('127.1', 1, socket.AF_INET, STREAM))
attempt(lambda: addresses('host1', 1, socket.AF_INET6, STREAM, flags=socket.AI_V4MAPPED | socket.AI_ALL))
attempt(lambda: addresses('127.0.0.1', 1, socket.AF_INET6, STREAM, flags=socket.AI_V4MAPPED))
attempt(lambda: addresses('fe80::1%lo', 1, type=STREAM))
attempt(lambda: addresses('fe80::1%none', 1, type=STREAM))
attempt(lambda: addresses('host1', 70000, socket.AF_INET, STREAM))
attempt(lambda: addresses('host1', '', socket.AF_INET, STREAM))
attempt(lambda: addresses('host1', -1, socket.AF_INET, STREAM))
attempt(lambda: addresses('host10', 1))
attempt(lambda: addresses('example.com', 80))
attempt(lambda: addresses('', 1))
attempt(lambda: addresses('host1', 1, 99))
attempt(lambda: addresses('host1', 1, socket.AF_INET, 99))
attempt(lambda: addresses('host1', 1, proto=99))
attempt(lambda: addresses('host1', 1, flags=socket.AI_NUMERICHOST))
attempt(lambda: addresses('host1', 'http', flags=socket.AI_NUMERICSERV))
attempt(lambda: addresses('host1', 1, flags=0x8000))
attempt(lambda: addresses('host1', 1 << 70))
attempt(lambda: socket.gethostbyname('host2'))
attempt(lambda: socket.gethostbyname('Services'))
attempt(lambda: socket.gethostbyname_ex('host1'))
attempt(lambda: socket.gethostbyname_ex('HOST1'))
attempt(lambda: socket.gethostbyname_ex('nobody'))
attempt(lambda: socket.gethostbyaddr('host1'))
attempt(lambda: socket.gethostbyaddr('198.51.100.3'))
attempt(lambda: socket.gethostbyaddr('2001:db8::4'))
attempt(lambda: socket.gethostbyaddr('127.0.0.1'))
attempt(lambda: socket.gethostbyaddr('::1'))
attempt(lambda: socket.gethostbyaddr('192.0.2.1'))
attempt(lambda: socket.gethostbyaddr('nobody'))
attempt(lambda: socket.getnameinfo(('198.51.100.3', 7), 0))
attempt(lambda: socket.getnameinfo(('2001:db8::10', 53, 0, 0), socket.NI_DGRAM))
attempt(lambda: socket.getnameinfo(('192.0.2.1', 7777), 0))
attempt(lambda: socket.getnameinfo(('192.0.2.1', 7777), socket.NI_NAMEREQD))
attempt(lambda: socket.getnameinfo(('host1', 80), 0))
attempt(lambda: socket.getnameinfo(('::1', 80, 1 << 20, 0), 0))
attempt(lambda: socket.getnameinfo(('127.0.0.1', 80, 0, 0), 0))
attempt(lambda: socket.getnameinfo(('127.0.0.1', -1), 0))
attempt(lambda: socket.getnameinfo(('127.0.0.1',), 0))
attempt(lambda: socket.getnameinfo((127, 80), 0))
attempt(lambda: socket.getfqdn('host1'))
attempt(lambda: socket.getfqdn('127.0.0.1'))
attempt(lambda: socket.getfqdn('nobody'))
attempt(lambda: socket.getfqdn('192.0.2.1'))

server = socket.socket()
server.bind(('host3', 0))
server.listen()
port = server.getsockname()[1]
print(server.getsockname()[0])
with socket.create_connection(('host3', port)) as client:
    print(client.getpeername() == ('198.51.100.3', port), server.accept()[1] == client.getsockname())
attempt(lambda: socket.create_connection(('host4', port)))
attempt(lambda: socket.create_connection(('host4', port), all_errors=True))
attempt(lambda: socket.create_connection(('nobody', port)))
attempt(lambda: socket.socket().connect(('nobody', 1)))
attempt(lambda: socket.socket().bind(('nobody', 1)))
attempt(lambda: socket.socket(socket.AF_INET6).bind(('198.51.100.1', 0)))
attempt(lambda: socket.socket().connect(('192.0.2.1', 1)))
with socket.create_server(('host5', 0), family=socket.AF_INET6) as six:
    with socket.create_connection(six.getsockname()[:2], source_address=('host6', 0)) as client:
        print(six.getsockname()[0], six.accept()[1][0], client.getsockname()[0])
with socket.create_server(('', 0), family=socket.AF_INET6, dualstack_ipv6=True) as both:
    with socket.create_connection(('host7', both.getsockname()[1])) as client:
        print(client.getpeername()[0], socket.has_dualstack_ipv6())
    with socket.create_connection(('198.51.100.7', both.getsockname()[1])) as client:
        both.accept()
        print(both.accept()[1][0])
