"""What a socket object is, apart from its calls."""
import copy
import gc
import socket
import warnings


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


with socket.socket() as one:
    print(one.get_inheritable(), one.set_inheritable(True), one.get_inheritable())
    one.set_inheritable(False)
    print(one.get_inheritable(), one.getblocking(), one.gettimeout(), one.timeout)
    print(hasattr(one, 'share'), hasattr(one, 'ioctl'), hasattr(socket, 'fromshare'), hasattr(socket, 'SIO_RCVALL'))
    attempt(lambda: copy.copy(one))
    attempt(lambda: one.__getstate__())
    attempt(lambda: copy.deepcopy(one))
    print(repr(one).replace(f'fd={one.fileno()}', 'fd=N'))
    one.bind(('127.0.0.1', 0))
    print(f', laddr={one.getsockname()}>' in repr(one))
print(one, one.fileno(), one.__class__.__module__)
attempt(lambda: one.getsockname())
attempt(lambda: one.recv(1))
attempt(lambda: one.accept())
attempt(lambda: one.listen())
attempt(lambda: one.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))
one.close()

pair = socket.socketpair()
name = repr(pair[0])
print(name.replace(f'fd={pair[0].fileno()}', 'fd=N'))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    del pair
    gc.collect()
    print(len(caught), {warning.category.__name__ for warning in caught})
    print(str(caught[0].message).startswith('unclosed <socket.socket fd='), 'family=1, type=1, proto=0' in str(caught[0].message))

one = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
print(one.type, one.getblocking(), one.gettimeout())
one.close()
one = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
print(one.type, one.getblocking())
one.close()
attempt(lambda: one.setblocking(True))
attempt(lambda: setattr(one, 'family', 5))


class Named(socket.socket):
    def __init__(self, name):
        super().__init__(socket.AF_INET, socket.SOCK_DGRAM)
        self.name = name


with Named('my socket') as mine:
    print(mine.name, mine.type, isinstance(mine, socket.SocketType))
attempt(lambda: socket.socket('AF_INET'))
attempt(lambda: socket.socket(socket.AF_INET, 1.5))
attempt(lambda: socket.socket(proto='tcp'))
attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP))
