"""MSG_TRUNC tells how long a datagram was, and drops what a stream holds."""
import socket

TRUNC, PEEK = socket.MSG_TRUNC, socket.MSG_PEEK


def datagrams(sender, receiver):
    def asked(receive):
        sender.send(b'0123456789')
        return receive()

    buffer = bytearray(b'.' * 8)
    data = asked(lambda: receiver.recv(4, TRUNC))
    print(len(data), data[:4], asked(lambda: receiver.recv(4)))
    data = asked(lambda: receiver.recvfrom(4, TRUNC)[0])
    print(len(data), data[:4], len(asked(lambda: receiver.recv(100, TRUNC))))
    print(asked(lambda: receiver.recv_into(buffer, 3, TRUNC)), buffer)
    print(asked(lambda: receiver.recvfrom_into(buffer, 5, TRUNC))[0], buffer)
    print(len(asked(lambda: receiver.recv(1, TRUNC | PEEK))), receiver.recv(100))
    print(len(asked(lambda: receiver.recv(0, TRUNC))))
    for flags in 0, TRUNC:
        data, ancillary, told, address = asked(lambda: receiver.recvmsg(4, 0, flags))
        print(data, ancillary, told == TRUNC)
        buffers = [bytearray(2), bytearray(b'ab'), bytearray(1)]
        size, ancillary, told, address = asked(lambda: receiver.recvmsg_into(buffers, 0, flags))
        print(size, buffers, ancillary, told == TRUNC)


with socket.socket(type=socket.SOCK_DGRAM) as left, socket.socket(type=socket.SOCK_DGRAM) as right:
    right.bind(('127.0.0.1', 0))
    left.connect(right.getsockname())
    datagrams(left, right)
for kind in socket.SOCK_DGRAM, socket.SOCK_SEQPACKET:
    left, right = socket.socketpair(type=kind)
    with left, right:
        datagrams(left, right)

with socket.create_server(('127.0.0.1', 0)) as server:
    client = socket.create_connection(server.getsockname())
    connection, _ = server.accept()
    with client, connection:
        client.sendall(b'0123456789')
        buffer = bytearray(b'.' * 4)
        print(len(connection.recv(3, TRUNC)), connection.recv_into(buffer, 2, TRUNC), buffer)
        data, ancillary, told, address = connection.recvmsg(2, 0, TRUNC)
        print(len(data), ancillary, address)
        print(connection.recv(100))

left, right = socket.socketpair()
with left, right:
    left.send(b'0123456789')
    print(right.recv(4, TRUNC), right.recv(100))
