"""Edges: each is told once, and whatever comes next is another. One shots, exclusive waits, hang-ups of one direction."""
import os
import select
import socket

left, right = socket.socketpair()
epoll = select.epoll()
names = {left.fileno(): 'left', right.fileno(): 'right'}


def events(timeout=0):
    found = []
    for fd, mask in sorted(epoll.poll(timeout), key=lambda event: names[event[0]]):
        bits = [name for name in ('IN', 'PRI', 'OUT', 'ERR', 'HUP', 'RDHUP') if mask & getattr(select, 'EPOLL' + name)]
        found.append((names[fd], '|'.join(bits)))
    return found


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


print('edges')
epoll.register(right, select.EPOLLIN | select.EPOLLET)
print(events())
left.send(b'0123456789')
print(events(1), events())
print(right.recv(4), events())
left.send(b'more')
print(events(1), events(), right.recv(100), events())
left.send(b'again')
print(right.recv(100), events())
left.send(b'unread')
print(events(1), events())
epoll.modify(right, select.EPOLLIN | select.EPOLLET)
print(events(), events())
epoll.modify(right, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
print(events(), events())
left.send(b'!')
print(events(1), events())
epoll.modify(right, select.EPOLLIN)
print(events(), events(), right.recv(100), events())
epoll.modify(right, select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET)
left.shutdown(socket.SHUT_WR)
print(events(1), events())
epoll.unregister(right)
epoll.register(right, select.EPOLLRDHUP)
print(events(), events())
epoll.unregister(right)

print('one shot, and an edge')
epoll.register(left, select.EPOLLIN | select.EPOLLONESHOT | select.EPOLLET)
right.send(b'a')
print(events(1), events())
right.send(b'b')
print(events())
epoll.modify(left, select.EPOLLIN | select.EPOLLONESHOT | select.EPOLLET)
print(events(1), events(), left.recv(10))
epoll.unregister(left)

print('exclusive')
epoll.register(left, select.EPOLLIN | select.EPOLLEXCLUSIVE)
attempt(lambda: epoll.modify(left, select.EPOLLIN))
attempt(lambda: epoll.register(right, select.EPOLLIN | select.EPOLLEXCLUSIVE | select.EPOLLONESHOT))
right.send(b'c')
print(events(1), events(), left.recv(10), events())
epoll.unregister(left)

print('a listener')
with socket.create_server(('127.0.0.1', 0)) as server:
    server.setblocking(False)
    names[server.fileno()] = 'server'
    epoll.register(server, select.EPOLLIN | select.EPOLLET)
    clients = [socket.create_connection(server.getsockname())]
    print(events(1), events())
    clients.append(socket.create_connection(server.getsockname()))
    print(events(1), events())
    connections = [server.accept()[0], server.accept()[0]]
    attempt(server.accept)
    for each in clients + connections:
        each.close()
print(events())

print('an epoll in poll and select')
epoll.register(left, select.EPOLLIN)
poll = select.poll()
poll.register(epoll, select.POLLIN)
print(select.select([epoll], [], [], 0)[0], poll.poll(0))
right.send(b'd')
print(select.select([epoll], [], [], 1)[0] == [epoll], len(poll.poll(1000)), events())
attempt(lambda: epoll.register(epoll, select.EPOLLIN))

print('as another object')
same = select.epoll.fromfd(os.dup(epoll.fileno()))
print(same.fileno() != epoll.fileno(), len(same.poll(0)), os.get_inheritable(epoll.fileno()))
same.close()
attempt(lambda: select.epoll.fromfd(os.dup(left.fileno())).poll(0))
attempt(lambda: socket.socket(fileno=epoll.fileno()))
os.close(epoll.fileno())
attempt(lambda: epoll.poll(0))
attempt(epoll.close)
print(epoll.closed)
left.close()
right.close()
