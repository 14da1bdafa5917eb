"""Sockets that are born connected."""
import socket
import threading


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


one, two = socket.socketpair()
print(one.family, one.type, one.proto, repr(one.getsockname()), repr(two.getpeername()), one.gettimeout())
print(type(one) is socket.socket, one.fileno() != two.fileno())
one.sendall(b'hello')
print(two.recv(2), two.recv(10, socket.MSG_PEEK), two.recv(10))
two.close()
attempt(lambda: one.send(b'x'))
print(one.recv(10))
one.close()

with socket.socketpair(type=socket.SOCK_DGRAM)[0] as lonely:
    attempt(lambda: lonely.send(b'x'))
one, two = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
with one, two:
    one.send(b'a datagram')
    one.send(b'another')
    print(two.recv(3), two.recvfrom(100), one.type)
one, two = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
with one, two:
    one.send(b'a packet')
    one.send(b'another')
    one.shutdown(socket.SHUT_WR)
    print(two.recv(3), two.recv(100), two.recv(100), two.type)

one, two = socket.socketpair()


def answer():
    with two, two.makefile('rw', newline='\n') as file:
        for line in file:
            file.write(line[::-1].strip() + '\n')
            file.flush()


thread = threading.Thread(target=answer)
thread.start()
with one, one.makefile('rw') as file:
    for word in 'stressed', 'drawer':
        print(word, file=file, flush=True)
        print(file.readline(), end='')
    one.shutdown(socket.SHUT_WR)
    thread.join()
    print(repr(file.read()))

socket.setdefaulttimeout(0.05)
one, two = socket.socketpair()
with one, two:
    print(one.gettimeout(), two.timeout)
    attempt(lambda: one.recv(1))
socket.setdefaulttimeout(None)
one, two = socket.socketpair()
with one, two:
    one.setblocking(False)
    attempt(lambda: one.recv(1))
    sent = 0
    try:
        while True:
            sent += one.send(bytes(1 << 16))
    except BlockingIOError as error:
        print(sent > 0, error)
attempt(lambda: socket.socketpair(socket.AF_INET))
attempt(lambda: socket.socketpair(socket.AF_INET6, socket.SOCK_DGRAM))
attempt(lambda: socket.socketpair(socket.AF_UNIX, 77))
attempt(lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM, 5))
attempt(lambda: socket.socketpair('unix'))
