"""A file never lets anybody wait: select, poll and epoll, before and after its descriptor was sent."""

import select
import socket


def polled(descriptor):
    poll = select.poll()
    poll.register(descriptor)
    return [events for _, events in poll.poll(1000)]


def selected(descriptor):
    return [len(ready) for ready in select.select([descriptor], [descriptor], [descriptor], 1)]


def refused(descriptor):
    with select.epoll() as epoll:
        try:
            epoll.register(descriptor)
        except PermissionError as error:
            return error


with open('polled.txt', 'w+') as file:
    print(polled(file), selected(file), refused(file))
    a, b = socket.socketpair()
    socket.send_fds(a, [b'x'], [file.fileno()])
    _, (received,), _, _ = socket.recv_fds(b, 10, 1)
    print(polled(file), selected(file), refused(file))
    print(polled(received), selected(received))
    socket.close(received)
a.close()
b.close()
