"""Names and addresses without a name server."""
import socket


def attempt(work):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error.args)


attempt(lambda: [row[1:] for row in socket.getaddrinfo('127.0.0.1', 80)])
attempt(lambda: socket.getaddrinfo('127.0.0.1', 'http'))
attempt(lambda: socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME))
attempt(lambda: socket.getaddrinfo('::1', 80, type=socket.SOCK_DGRAM))
attempt(lambda: socket.getaddrinfo(None, 80, type=socket.SOCK_STREAM))
attempt(lambda: socket.getaddrinfo(None, 80, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE))
attempt(lambda: socket.getaddrinfo('127.0.0.1', None, proto=socket.IPPROTO_TCP))
attempt(lambda: socket.getaddrinfo('localhost', 80, socket.AF_INET, socket.SOCK_STREAM))
attempt(lambda: socket.getaddrinfo('localhost', 80, flags=socket.AI_NUMERICHOST))
attempt(lambda: socket.getaddrinfo('::1', 80, socket.AF_INET))
attempt(lambda: socket.getaddrinfo('127.0.0.1', 'no-such-service'))
attempt(lambda: socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM, proto=socket.IPPROTO_UDP))
attempt(lambda: socket.getaddrinfo('no.such.name.invalid', 80))
attempt(lambda: socket.getaddrinfo(None, None))
attempt(lambda: socket.getaddrinfo(1, 2))
attempt(lambda: socket.getaddrinfo('127.0.0.1', 2.5))
attempt(lambda: socket.gethostbyname('localhost'))
attempt(lambda: socket.gethostbyname(''))
attempt(lambda: socket.gethostbyname('<broadcast>'))
attempt(lambda: socket.gethostbyname('10.1.2.3'))
attempt(lambda: socket.gethostbyname('no.such.name.invalid'))
attempt(lambda: socket.gethostbyname('::1'))
attempt(lambda: socket.gethostbyname(socket.gethostname()).count('.'))
attempt(lambda: socket.gethostbyaddr('127.0.0.1')[0])
attempt(lambda: socket.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
attempt(lambda: socket.getnameinfo(('127.0.0.1', 80), 0))
attempt(lambda: socket.getnameinfo(5, 0))
attempt(lambda: socket.getservbyname('http'))
attempt(lambda: socket.getservbyname('domain', 'udp'))
attempt(lambda: socket.getservbyname('no-such-service'))
attempt(lambda: socket.getservbyport(443))
attempt(lambda: socket.getservbyport(99999))
attempt(lambda: socket.getprotobyname('tcp'))
attempt(lambda: socket.getprotobyname('no-such-protocol'))
attempt(lambda: (socket.AF_INET, socket.SOCK_STREAM, socket.has_ipv6))
