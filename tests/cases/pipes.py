# os.pipe and os.dup2: descriptors that have no socket object, waited for and passed on like others.
import fcntl
import os
import select
import socket
import threading


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


reading, writing = os.pipe()
print(os.get_blocking(reading), os.get_inheritable(reading), select.select([reading], [], [], 0))
print(os.write(writing, b'wake'), select.select([reading], [], [], 10)[0] == [reading], os.read(reading, 100))
threading.Timer(0.1, os.write, (writing, b'later')).start()
print(os.read(reading, 100))
os.set_blocking(reading, False)
print(os.get_blocking(reading), bool(fcntl.fcntl(reading, fcntl.F_GETFL) & os.O_NONBLOCK))
attempt(lambda: os.read(reading, 1))
poll = select.poll()
poll.register(reading, select.POLLIN)
print(poll.poll(0))
os.close(writing)
print(bool(poll.poll(10_000)), os.read(reading, 1))
os.close(reading)
attempt(lambda: os.read(reading, 1))
attempt(lambda: os.close(reading))

ours, theirs = socket.socketpair()
other, peer = socket.socketpair()
print(os.dup2(ours.fileno(), other.fileno()) == other.fileno(), os.get_inheritable(other.fileno()))
print(peer.recv(1))
other.sendall(b'through the copy')
print(theirs.recv(100), os.dup2(ours.fileno(), ours.fileno()) == ours.fileno())
os.dup2(ours.fileno(), other.fileno(), inheritable=False)
print(os.get_inheritable(other.fileno()))
ours.close()
other.sendall(b'still')
print(theirs.recv(100))
attempt(lambda: os.dup2(ours.fileno(), other.fileno()))

ours = socket.socket()
print(fcntl.fcntl(ours, fcntl.F_GETFD) == fcntl.FD_CLOEXEC, fcntl.fcntl(ours, fcntl.F_GETFL) & os.O_NONBLOCK)
ours.settimeout(1)
print(os.get_blocking(ours.fileno()), bool(fcntl.fcntl(ours, fcntl.F_GETFL) & os.O_NONBLOCK))
ours.setblocking(True)
print(os.get_blocking(ours.fileno()))
fcntl.fcntl(ours, fcntl.F_SETFD, 0)
print(ours.get_inheritable())
