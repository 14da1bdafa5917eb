"""Datagrams keep their edges."""
import socket

with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as two:
    one.bind(('127.0.0.1', 0))
    two.bind(('127.0.0.1', 0))
    print(one.sendto(b'first', two.getsockname()), one.sendto(b'second', 0, two.getsockname()))
    data, address = two.recvfrom(3)
    print(data, address == one.getsockname())
    print(two.recvfrom(100)[0])
    print(one.sendto(b'', two.getsockname()), two.recvfrom(10)[0])
    two.connect(one.getsockname())
    print(two.send(b'connected'))
    buffer = bytearray(20)
    size, address = one.recvfrom_into(buffer)
    print(size, buffer[:size], address == two.getsockname())
    two.settimeout(0.05)
    try:
        two.recv(10)
    except TimeoutError as error:
        print(repr(error))
    try:
        one.send(b'nowhere')
    except OSError as error:
        print(error)
    try:
        one.sendto(bytes(70000), two.getsockname())
    except OSError as error:
        print(error)
