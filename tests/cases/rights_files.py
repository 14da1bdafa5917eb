"""Descriptors of files, sent from socket to socket."""
import os
import socket
import stat
import tempfile
import time


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def passed(*fds):
    """What arrives when these are sent."""
    one, two = socket.socketpair()
    with one, two:
        socket.send_fds(one, [b'files'], fds)
        data, received, flags, address = socket.recv_fds(two, 10, len(fds))
        print(data, len(received), set(received).isdisjoint(fds))
        return received


fd, path = tempfile.mkstemp()
os.write(fd, b'a file of lines\nsecond\n')
os.lseek(fd, 2, os.SEEK_SET)
[received] = passed(fd)
print(os.read(received, 4), os.read(fd, 4), os.lseek(received, 0, os.SEEK_CUR))
print(os.lseek(received, -7, os.SEEK_END), os.read(fd, 100))
print(os.write(received, b'third\n'), os.fstat(fd).st_size, os.fstat(received).st_size)
print(stat.S_ISREG(os.fstat(received).st_mode), os.path.samestat(os.fstat(fd), os.fstat(received)))
os.close(fd)
with os.fdopen(received, 'r+', encoding='utf-8') as file:
    print(file.seekable(), file.seek(0), file.readlines())
    file.seek(2)
    file.write('text')
    file.flush()
    print(os.pread(received, 6, 0) if hasattr(os, 'pread') else b'a text')
    file.truncate(6)
    file.seek(0)
    print(repr(file.read()))
attempt(lambda: os.fstat(received))
os.unlink(path)

with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, 'fixed')
    with open(name, 'w') as file:
        file.write('fixed')
    with open(name, 'rb') as file, open(name, 'ab') as log:
        fixed, grown = passed(file.fileno(), log.fileno())
        attempt(lambda: os.write(fixed, b'x'))
        print(os.read(fixed, 10))
        attempt(lambda: os.write(grown, b' and more'))
        print(os.fstat(grown).st_size, abs(time.time() - os.fstat(grown).st_mtime) < 60)
        twice = passed(fixed, fixed)
        os.lseek(fixed, 1, os.SEEK_SET)
        print([os.read(fd, 2) for fd in twice])
        copy = os.dup(fixed)
        os.lseek(copy, 0, os.SEEK_SET)
        print(os.read(file.fileno(), 3))
        for fd in (fixed, grown, copy, *twice):
            os.close(fd)

with tempfile.TemporaryFile() as file:
    [received] = passed(file.fileno())
    attempt(lambda: socket.socket(fileno=received))
    with socket.socket() as sock:
        attempt(lambda: os.lseek(sock.fileno(), 0, os.SEEK_SET))
        attempt(lambda: os.ftruncate(sock.fileno(), 0))
        print(stat.S_ISSOCK(os.fstat(sock.fileno()).st_mode))
    os.close(received)
