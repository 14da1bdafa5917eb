"""What poll() tells of sockets in each state, and its arguments."""
import select
import socket
import threading
import time

NAMES = ('POLLIN', 'POLLPRI', 'POLLOUT', 'POLLERR', 'POLLHUP', 'POLLNVAL', 'POLLRDHUP')
ASKED = select.POLLIN | select.POLLPRI | select.POLLOUT | select.POLLRDHUP


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


def tell(what, sock, asked=ASKED):
    poll = select.poll()
    poll.register(sock, asked)
    events = [events for _, events in poll.poll(0)]
    print(what, [name for name in NAMES if events and events[0] & getattr(select, name)])


def wait(sock, asked):
    select_poll = select.poll()
    select_poll.register(sock, asked)
    select_poll.poll(10000)


with socket.socket() as fresh:
    tell('fresh', fresh)
with socket.create_server(('127.0.0.1', 0)) as listener:
    tell('listening', listener)
    client = socket.create_connection(listener.getsockname())
    wait(listener, select.POLLIN)
    tell('somebody is at the door', listener)
    connection, _ = listener.accept()
    tell('connected', client)
    client.sendall(b'data')
    wait(connection, select.POLLIN)
    tell('data came', connection)
    tell('only asked for writing', connection, select.POLLOUT)
    tell('asked for nothing', connection, 0)
    client.shutdown(socket.SHUT_WR)
    wait(connection, select.POLLRDHUP)
    tell('the peer has ended its side', connection)
    tell('own side ended', client)
    connection.shutdown(socket.SHUT_WR)
    wait(client, select.POLLRDHUP)
    tell('both sides ended', client)
    client.setblocking(False)
    client.close()
    connection.close()
with socket.socket(type=socket.SOCK_DGRAM) as udp:
    tell('a datagram socket', udp)
one, two = socket.socketpair()
one.setblocking(False)
try:
    while True:
        one.send(bytes(50000))
except BlockingIOError:
    tell('full', one)
two.close()
tell('the other end is closed', one)
number = one.fileno()
one.close()
tell('closed', number)

poll = select.poll()
print(poll.poll(0), poll.poll(10), poll.poll(1.5))
left, right = socket.socketpair()
poll.register(left)
poll.register(left.fileno(), select.POLLIN)
begun = time.monotonic()
print(poll.poll(100), 0.09 < time.monotonic() - begun < 5)
sender = threading.Thread(target=right.send, args=(b'x',))
sender.start()
print(len(poll.poll()), len(poll.poll(None)), len(poll.poll(-1)))
sender.join()
poll.unregister(left)
attempt(lambda: poll.unregister(12345))
attempt(lambda: poll.modify(left, select.POLLIN))
attempt(lambda: poll.register('text'))
attempt(lambda: poll.register(-1))
attempt(lambda: poll.register(left, -1))
attempt(lambda: poll.register(left, 1 << 16))
attempt(lambda: poll.poll('1'))
left.close()
right.close()
