"""htons, inet_aton and their relatives."""
import socket


def attempt(work):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error)


print(socket.htons(80), socket.ntohs(80), socket.htonl(1), socket.ntohl(0x01020304))
for text in '127.0.0.1 127.1 1.2.3 0x7f.1 017.1 255.255.255.255 256.1 1.2.3.4.5 1.2.3.256 +1.2 x'.split() + ['']:
    attempt(lambda: socket.inet_aton(text))
for text in '127.0.0.1 127.1 01.2.3.4 1.2.3'.split():
    attempt(lambda: socket.inet_pton(socket.AF_INET, text))
for text in '::1 fe80::1 2001:db8::ff00:42:8329 ::ffff:1.2.3.4 1::2::3 g::'.split():
    attempt(lambda: socket.inet_pton(socket.AF_INET6, text).hex())
attempt(lambda: socket.inet_ntoa(b'\x7f\x00\x00\x01'))
attempt(lambda: socket.inet_ntoa(b'abc'))
attempt(lambda: socket.inet_ntop(socket.AF_INET, b'\x01\x02\x03\x04'))
attempt(lambda: socket.inet_ntop(socket.AF_INET6, bytes(15) + b'\x01'))
attempt(lambda: socket.inet_ntop(socket.AF_INET6, b'\x20\x01\x0d\xb8' + bytes(12)))
attempt(lambda: socket.inet_ntop(socket.AF_INET, b'abc'))
attempt(lambda: socket.inet_ntop(99, b'abcd'))
attempt(lambda: socket.inet_pton(99, '1.2.3.4'))
attempt(lambda: socket.htons(70000))
attempt(lambda: socket.htons(-1))
attempt(lambda: socket.htonl(1 << 32))
attempt(lambda: socket.htonl(-1))
attempt(lambda: socket.htonl('1'))
attempt(lambda: socket.htons('1'))
