"""Names that cannot be."""
import os
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


names = (5, 5.0, None, ('a', 1), [], 'a' * 107, 'a' * 108, 'a' * 109, 'é' * 53 + 'aa', b'\0' + b'a' * 108,
         '/no/such/folder', b'/no/such/folder', bytearray(b'/no/such'), memoryview(b'/no/such'), '\udcff/x')
for name in names:
    with socket.socket(socket.AF_UNIX) as one:
        attempt(lambda: one.connect(name))
        attempt(lambda: one.connect_ex(name))
with socket.socket(socket.AF_UNIX) as one:
    attempt(lambda: one.bind('/no/such/folder'))
    attempt(lambda: one.bind('/tmp'))
    attempt(lambda: one.connect('/tmp'))
    attempt(lambda: one.accept())
    attempt(lambda: one.recv(1))
    attempt(lambda: one.send(b'x'))
    attempt(lambda: one.sendto(b'x', '/tmp/x'))
    attempt(lambda: one.getpeername())
    attempt(lambda: one.shutdown(socket.SHUT_RD))
    one.bind(b'case-\xff-\xc3\xa9')
    print(ascii(one.getsockname()), os.path.exists('case-\udcff-é'), os.path.exists(b'case-\xff-\xc3\xa9'))
    attempt(lambda: one.bind('case-second'))
    attempt(lambda: one.accept())
    os.unlink(one.getsockname())
with socket.socket(socket.AF_UNIX) as one:
    one.bind('case-cut\0off')
    print(one.getsockname(), os.path.exists('case-cut'))
    os.unlink('case-cut')
with socket.socket(socket.AF_UNIX) as one, socket.socket(socket.AF_UNIX) as two, socket.socket(socket.AF_UNIX) as three:
    one.bind('\0case-full')
    one.listen(0)
    two.connect('\0case-full')
    three.settimeout(0)
    attempt(lambda: three.connect('\0case-full'))
    one.setblocking(False)
    print(one.accept()[1] == '')
    attempt(lambda: one.accept())
attempt(lambda: socket.socket(socket.AF_UNIX, 77))
attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 6))
attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_RDM))
with socket.socket() as inet:
    attempt(lambda: inet.bind('/tmp/x'))
    attempt(lambda: inet.bind(b'/tmp/x'))
    attempt(lambda: inet.connect(''))
