"""Options of sockets: numbers, bytes and structures."""
import socket
import struct


def attempt(work):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error)


with socket.socket() as s:
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM)
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 7))
    print(struct.unpack('ii', s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, struct.pack('i', 1))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 4))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 10000)
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) >= 10000)
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
    attempt(lambda: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 'text'))
    attempt(lambda: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, b''))
    attempt(lambda: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1 << 40))
