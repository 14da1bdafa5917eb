"""UDP with connect(): a filter, an address to send to, and errors that come back."""
import select
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def udp(host='127.0.0.1'):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((host, 0))
    return sock


server, friend, stranger = udp(), udp(), udp()
attempt(lambda: friend.send(b'to whom?'))
attempt(lambda: friend.getpeername())
friend.connect(server.getsockname())
print(friend.getpeername() == server.getsockname(), friend.send(b'hello'), server.recvfrom(100) == (b'hello', friend.getsockname()))
stranger.sendto(b'spam', friend.getsockname())
server.sendto(b'ham', friend.getsockname())
print(friend.recv(100), select.select([friend], [], [], 0)[0])
print(friend.sendto(b'elsewhere', stranger.getsockname()), stranger.recvfrom(100)[0])
attempt(lambda: friend.sendto(b'x', ('127.0.0.1', 70000)))
friend.connect(stranger.getsockname())
print('another peer', friend.getpeername() == stranger.getsockname())

server.sendto(b'', stranger.getsockname())
print('an empty datagram', stranger.recvfrom(10)[0])
print(server.sendto(bytes(65507), stranger.getsockname()), len(stranger.recv(70000)))
attempt(lambda: server.sendto(bytes(65508), stranger.getsockname()))
for text in (b'first', b'second', b'third'):
    server.sendto(text, stranger.getsockname())
print([stranger.recv(100) for _ in range(3)], 'in their order')
server.sendto(b'longer than the buffer', stranger.getsockname())
server.sendto(b'next', stranger.getsockname())
print(stranger.recv(6), stranger.recv(6), 'the rest of a datagram is lost')

address = server.getsockname()
server.close()
friend.connect(address)
print(friend.send(b'nobody is there'))
print('an error waits:', bool(select.select([friend], [], [], 5)[0]))
attempt(lambda: friend.recv(10))
print(friend.send(b'again'))
select.select([friend], [], [], 5)
attempt(lambda: friend.send(b'and again'))
friend.settimeout(0.05)
attempt(lambda: friend.recvfrom(10))
print(stranger.sendto(b'unconnected, so nobody tells', address), stranger.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
attempt(lambda: stranger.accept())
attempt(lambda: stranger.listen())
attempt(lambda: stranger.sendto(b'x', ('255.255.255.255', 9)))
for sock in (friend, stranger):
    sock.close()
