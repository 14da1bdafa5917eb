"""Waiting for several sockets at once."""
import select
import selectors
import socket
import time


def attempt(work):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error)


listener = socket.create_server(('127.0.0.1', 0))
one = socket.create_connection(listener.getsockname())
two, _ = listener.accept()

print(select.select([one, two], [], [], 0))
readable, writable, exceptional = select.select([one, two], [one, two], [one])
print(readable, writable == [one, two], exceptional)
one.send(b'x')
print(select.select([one, two], [], [], 5)[0] == [two], select.select([one.fileno(), two.fileno()], [], [], 5)[0] == [two.fileno()])
begun = time.monotonic()
print(select.select([one], [], [], 0.1)[0], 0.09 < time.monotonic() - begun < 2)
print(select.select([], [], [], 0.01))
attempt(lambda: select.select([-1], [], []))
attempt(lambda: select.select(['text'], [], []))
attempt(lambda: select.select([], [], [], -1))
attempt(lambda: select.select(5, [], []))

poll = select.poll()
poll.register(one, select.POLLIN)
poll.register(two)
print(sorted((fd == two.fileno(), bool(events & select.POLLIN), bool(events & select.POLLOUT)) for fd, events in poll.poll(1000)))
poll.modify(two, select.POLLIN)
print([(fd == two.fileno(), events == select.POLLIN) for fd, events in poll.poll()])
two.recv(1)
print(poll.poll(10))
poll.unregister(two)
attempt(lambda: poll.unregister(99))
attempt(lambda: poll.modify(99, select.POLLIN))
two.close()
print([(fd == one.fileno(), bool(events & select.POLLIN)) for fd, events in poll.poll()])
print(one.recv(10))
one.close()

selector = selectors.PollSelector()
selector.register(listener, selectors.EVENT_READ, 'listener')
print(selector.select(0))
client = socket.create_connection(listener.getsockname())
print([(key.data, mask) for key, mask in selector.select(5)])
selector.close()
selector = selectors.SelectSelector()
selector.register(listener, selectors.EVENT_READ, 'listener')
print([(key.data, mask) for key, mask in selector.select(5)])
selector.close()
with selectors.DefaultSelector() as default:
    default.register(client, selectors.EVENT_WRITE)
    print([mask for _, mask in default.select(5)])
client.close()
listener.close()
attempt(lambda: select.select([listener], [], [], 0))
