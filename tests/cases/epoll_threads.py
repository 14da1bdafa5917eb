"""A thread that waits for an epoll hears of what another one registers, modifies and unregisters meanwhile."""

import select
import socket
import threading

a, b = socket.socketpair()
epoll = select.epoll()
answers = []


def wait():
    answers.append(epoll.poll(60))


def waits(change):
    thread = threading.Thread(target=wait)
    thread.start()
    change()
    thread.join()
    (fd, events), = answers.pop()
    print(fd == a.fileno(), events)


waits(lambda: epoll.register(a, select.EPOLLOUT))
epoll.modify(a, select.EPOLLIN)
waits(lambda: epoll.modify(a, select.EPOLLOUT))
epoll.modify(a, select.EPOLLIN)
waits(lambda: b.send(b'x'))
epoll.unregister(a)
print(epoll.poll(0))
epoll.close()
a.close()
b.close()
