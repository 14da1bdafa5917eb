"""An OSError is of the subclass its number asks for, whoever makes it."""
import errno
import os
import socket

for name in ('EPERM EACCES ENOENT EINTR EAGAIN EALREADY EINPROGRESS EPIPE ESHUTDOWN ECHILD ESRCH EEXIST ENOTDIR EISDIR '
             'ECONNABORTED ECONNRESET ECONNREFUSED ETIMEDOUT EADDRINUSE EADDRNOTAVAIL ENOTCONN EISCONN EINVAL EBADF '
             'EMSGSIZE EDESTADDRREQ EOPNOTSUPP ENETUNREACH EHOSTUNREACH EAFNOSUPPORT EPROTONOSUPPORT').split():
    number = getattr(errno, name)
    error = OSError(number, os.strerror(number))
    print(name, number, errno.errorcode[number], type(error).__name__, error)

print(errno.EWOULDBLOCK == errno.EAGAIN, os.strerror(0), os.strerror(4096))
print(OSError('only text'), OSError(1, 'a', 'file').filename, OSError().errno)
print(issubclass(ConnectionRefusedError, ConnectionError), issubclass(ConnectionError, OSError))
print(socket.error is OSError, socket.timeout is TimeoutError, socket.gaierror.__mro__[1] is OSError)


def attempt(work):
    try:
        work()
    except OSError as error:
        print(type(error).__name__, error.errno, errno.errorcode.get(error.errno), error)


attempt(lambda: socket.create_connection(('127.0.0.1', 1)))
attempt(lambda: socket.socket().recv(1))
attempt(lambda: socket.socket().accept())
attempt(lambda: socket.socket().send(b'x'))
attempt(lambda: socket.socket().getpeername())
attempt(lambda: socket.socket().shutdown(socket.SHUT_RDWR))
attempt(lambda: socket.socket().bind(('192.0.2.1', 5)))


def twice():
    with socket.socket() as one, socket.socket() as two:
        one.bind(('127.0.0.1', 0))
        one.listen()
        two.bind(one.getsockname())


attempt(twice)


def closed():
    one = socket.socket()
    one.close()
    one.send(b'x')


attempt(closed)
attempt(lambda: socket.socket(99, 1))
attempt(lambda: socket.socket(socket.AF_INET, 77))
