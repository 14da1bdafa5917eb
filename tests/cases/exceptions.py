"""The exceptions of sockets: their classes, their numbers, and what older programs call them."""
import errno
import os
import select
import socket

print(socket.error is OSError, socket.timeout is TimeoutError, select.error is OSError)
for kind in (socket.gaierror, socket.herror, socket.timeout, BlockingIOError, InterruptedError):
    print(kind.__name__, issubclass(kind, OSError), issubclass(kind, ConnectionError))
NAMES = ('EPERM ENOENT EINTR EBADF EAGAIN ENOMEM EACCES EFAULT EEXIST EINVAL EMFILE EPIPE ENAMETOOLONG ENOTSOCK EDESTADDRREQ EMSGSIZE '
         'EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN '
         'ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH '
         'EALREADY EINPROGRESS')
for name in NAMES.split():
    number = getattr(errno, name)
    error = OSError(number, os.strerror(number))
    print(number, name, errno.errorcode[number], type(error).__name__, error)
print(errno.EWOULDBLOCK == errno.EAGAIN, errno.ENOTSUP == errno.EOPNOTSUPP)

try:
    socket.create_connection(('127.0.0.1', 1), timeout=5)
except socket.timeout:
    print('timeout')
except socket.error as error:
    print('socket.error', error.args, error.errno, repr(error))
try:
    socket.getaddrinfo('no.such.name.invalid', 80, flags=socket.AI_NUMERICHOST)
except socket.gaierror as error:
    print(error.args, error.errno == socket.EAI_NONAME, error.strerror, type(error).__module__, type(error).__qualname__)
with socket.socket() as sock:
    sock.settimeout(0.01)
    sock.bind(('127.0.0.1', 0))
    sock.listen()
    try:
        sock.accept()
    except OSError as error:
        print(type(error), error.errno, error.args, isinstance(error, socket.timeout))
    sock.setblocking(False)
    try:
        sock.accept()
    except socket.error as error:
        print(type(error), error.errno, error.args)
try:
    try:
        socket.socket().recv(1)
    except OSError as error:
        raise RuntimeError('no answer') from error
except RuntimeError as error:
    print(repr(error), repr(error.__cause__))
