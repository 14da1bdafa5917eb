"""Who takes only one event at a time hears of each ready descriptor: the terminal's output does not hide a socket, nor a socket it."""

import select
import socket

a, b = socket.socketpair()
names = {1: 'output', a.fileno(): 'socket'}
epoll = select.epoll()
epoll.register(1, select.EPOLLOUT)
epoll.register(a, select.EPOLLIN)


def heard(looks):
    found = [epoll.poll(maxevents=1) for _ in range(looks)]
    return sorted({(names[fd], events) for (fd, events), in found})


print(heard(10))
b.send(b'x')
print(heard(10))
a.recv(1)
print(heard(10))
print(sorted(names[fd] for fd, _ in epoll.poll()))
b.send(b'x')
print(sorted(names[fd] for fd, _ in epoll.poll()))
epoll.modify(a, select.EPOLLIN | select.EPOLLET)
print(heard(10))
print(heard(10))
epoll.close()
a.close()
b.close()
