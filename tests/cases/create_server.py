"""create_server and create_connection, with all their arguments."""
import errno
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


with socket.create_server(('127.0.0.1', 0)) as server:
    print(server.family.name, server.type.name, server.gettimeout(), server.getsockname()[0])
    print('reused', server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), 'port shared', server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT))
    print('listens', server.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    try:
        socket.create_server(server.getsockname())
    except OSError as error:
        print(error.errno == errno.EADDRINUSE, str(error).split(" ('")[0])
    with socket.create_connection(server.getsockname(), timeout=7, source_address=('127.0.0.3', 0)) as client:
        print(client.gettimeout(), client.getsockname()[0], server.accept()[1] == client.getsockname())
    with socket.create_connection(address=('localhost', server.getsockname()[1])) as client:
        print(client.gettimeout(), client.getpeername()[0])
    attempt(lambda: socket.create_connection(server.getsockname(), source_address=('192.0.2.7', 0)))

with socket.create_server(('', 0), family=socket.AF_INET, backlog=1, reuse_port=True) as server:
    print(server.getsockname()[0], server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT))
    with socket.create_server(('', server.getsockname()[1]), reuse_port=True) as second:
        print(second.getsockname() == server.getsockname())
with socket.create_server(('::1', 0), family=socket.AF_INET6) as server:
    print(server.getsockname()[0], server.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))
print(socket.has_dualstack_ipv6())
with socket.create_server(('', 0), family=socket.AF_INET6, dualstack_ipv6=True) as server:
    print(server.getsockname()[0], server.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))
    for host in ('127.0.0.1', '::1'):
        with socket.create_connection((host, server.getsockname()[1])) as client:
            print(server.accept()[1][0])
attempt(lambda: socket.create_server(('127.0.0.1', 0), dualstack_ipv6=True))
attempt(lambda: socket.create_server(('127.0.0.1', 0), family=socket.AF_UNIX))
attempt(lambda: socket.create_server(('127.0.0.1', 70000)))
attempt(lambda: socket.create_server('127.0.0.1'))
attempt(lambda: socket.create_server(('192.0.2.7', 0)))
attempt(lambda: socket.create_server(('127.0.0.1', 0), backlog=0).close())
socket.setdefaulttimeout(2.5)
with socket.create_server(('127.0.0.1', 0)) as server, socket.create_connection(server.getsockname()) as client:
    connection, _ = server.accept()
    print(server.gettimeout(), client.gettimeout(), connection.gettimeout())
    connection.close()
    with socket.create_connection(server.getsockname(), timeout=None) as client:
        print(client.gettimeout())
attempt(lambda: socket.setdefaulttimeout(-1))
attempt(lambda: socket.setdefaulttimeout('1'))
print(socket.getdefaulttimeout())
socket.setdefaulttimeout(None)
