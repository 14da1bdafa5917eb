# Descriptors that are no sockets, where sockets are wanted; and of a folder.
import os
import socket
import stat
import tempfile


def attempt(work):
    try:
        print(work())
    except OSError as error:
        print(type(error).__name__, error.errno, error.strerror)


with tempfile.TemporaryFile() as file:
    attempt(lambda: socket.socket(fileno=file.fileno()))
    attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, fileno=file.fileno()))
closed = socket.socket()
number = closed.fileno()
closed.close()
attempt(lambda: socket.socket(fileno=number))

with tempfile.TemporaryDirectory() as folder:
    fd = os.open(folder, os.O_RDONLY)
    print(stat.S_ISDIR(os.fstat(fd).st_mode))
    attempt(lambda: os.read(fd, 1))
    attempt(lambda: os.write(fd, b'x'))
    attempt(lambda: socket.socket(fileno=fd))
    os.close(fd)
    attempt(lambda: os.fstat(fd))
    attempt(lambda: os.open(folder, os.O_WRONLY))
    attempt(lambda: os.open(folder, os.O_RDONLY | os.O_CREAT))
    attempt(lambda: open(folder))
    attempt(lambda: open(folder, 'w'))
