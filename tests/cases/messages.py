"""sendmsg and recvmsg: several buffers, flags, ancillary data."""
import socket

IP_RECVTTL = 12  # Python 3.14 has it as socket.IP_RECVTTL.


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


one, two = socket.socketpair()
print(one.sendmsg([b'one ', bytearray(b'two '), memoryview(b'three')]))
print(two.recvmsg(100))
print(one.sendmsg(part for part in (b'a', b'b', b'')), one.sendmsg([]), one.sendmsg([b'c'], [], socket.MSG_NOSIGNAL))
print(two.recvmsg(2), two.recvmsg(5, 0, socket.MSG_PEEK), two.recvmsg(5, 100))
buffers = [bytearray(3), bytearray(2), bytearray(10)]
one.sendall(b'0123456')
print(two.recvmsg_into(buffers), buffers)
one.sendall(b'x')
print(two.recvmsg_into([memoryview(buffers[2])[4:6]]), buffers[2])
one.close()
print(two.recvmsg(10), two.recvmsg_into([bytearray(2)]))
attempt(lambda: two.sendmsg([b'x']))
two.close()

with socket.socket(type=socket.SOCK_DGRAM) as left, socket.socket(type=socket.SOCK_DGRAM) as right:
    left.bind(('127.0.0.1', 0))
    right.bind(('127.0.0.1', 0))
    print(left.sendmsg([b'head', b'body'], [], 0, right.getsockname()))
    data, ancillary, flags, address = right.recvmsg(5)
    print(data, ancillary, flags == socket.MSG_TRUNC, address == left.getsockname())
    attempt(lambda: left.sendmsg([b'x'], [], 0, None))
    attempt(lambda: left.sendmsg([b'x'], [], 0, ('127.0.0.1', 70000)))
    left.connect(right.getsockname())
    print(left.sendmsg([b'connected']), right.recvmsg(20)[0])
    right.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    left.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 77)
    left.send(b'how far')
    data, ancillary, flags, address = right.recvmsg(20, socket.CMSG_SPACE(4))
    print(data, [(level, kind, int.from_bytes(value, 'little')) for level, kind, value in ancillary], flags)
    left.send(b'no room')
    data, ancillary, flags, address = right.recvmsg(20)
    print(data, ancillary, flags == socket.MSG_CTRUNC)
    right.settimeout(0.05)
    attempt(lambda: right.recvmsg(1))
    right.setblocking(False)
    attempt(lambda: right.recvmsg_into([bytearray(1)]))

with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as left, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as right:
    right.bind('\0case-messages')
    print(left.sendmsg([b'by name'], [], 0, '\0case-messages'), right.recvmsg(20))
    left.bind('\0case-messages-left')
    print(left.sendmsg([b'by name'], [], 0, '\0case-messages'), right.recvmsg_into([bytearray(3)]))

print(*(socket.CMSG_LEN(size) for size in (0, 1, 4, 8, 12)), *(socket.CMSG_SPACE(size) for size in (0, 1, 4, 8, 12)))
for size in (-1, 1 << 31, (1 << 31) - 17, (1 << 31) - 16, (1 << 31) - 25, (1 << 31) - 24, 'x', 1.5):
    attempt(lambda: socket.CMSG_LEN(size))
    attempt(lambda: socket.CMSG_SPACE(size))
one, two = socket.socketpair()
with one, two:
    attempt(lambda: one.sendmsg(5))
    attempt(lambda: one.sendmsg([5]))
    attempt(lambda: one.sendmsg(['text']))
    attempt(lambda: one.sendmsg([b'x'], 5))
    attempt(lambda: one.sendmsg([b'x'], [('1', 2, b'')]))
    attempt(lambda: one.sendmsg([b'x'], [(1, 2, 'text')]))
    attempt(lambda: one.sendmsg([b'x'], [(socket.SOL_SOCKET, 99, b'abc')]))
    attempt(lambda: one.sendmsg([b'x'], [], '0'))
    attempt(lambda: one.sendmsg([b'x'], [], 0, 5))
    attempt(lambda: two.recvmsg(-1))
    attempt(lambda: two.recvmsg(1, -1))
    attempt(lambda: two.recvmsg('1'))
    attempt(lambda: two.recvmsg_into(5))
    attempt(lambda: two.recvmsg_into([b'constant']))
    attempt(lambda: two.recvmsg_into([5]))
    attempt(lambda: two.recvmsg_into([bytearray(2)], -1))
    attempt(lambda: one.sendmsg_afalg(op=1))
