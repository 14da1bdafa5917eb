"""epoll and the selector that Linux prefers."""
import select
import selectors
import socket


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


one, two = socket.socketpair()
with select.epoll() as poller:
    print(poller.closed)
    poller.register(one.fileno(), select.EPOLLIN)
    poller.register(two, select.EPOLLIN | select.EPOLLOUT)
    names = {one.fileno(): 'one', two.fileno(): 'two'}

    def events(*arguments, **options):
        return sorted((names[fd], mask) for fd, mask in poller.poll(*arguments, **options))

    print(events())
    two.send(b'x')
    print(events(1), events(timeout=0, maxevents=10))
    poller.modify(two, select.EPOLLIN)
    print(events(), one.recv(1), events(0), events(0.01))
    poller.modify(one, select.EPOLLIN | select.EPOLLONESHOT)
    two.send(b'yz')
    print(events(1), events(0))
    poller.modify(one, select.EPOLLIN)
    print(events(1))
    attempt(lambda: poller.register(one, select.EPOLLIN))
    poller.unregister(one)
    attempt(lambda: poller.unregister(one))
    attempt(lambda: poller.modify(one, 0))
    attempt(lambda: poller.register(9999))
    attempt(lambda: poller.register(-1))
    attempt(lambda: poller.register('one'))
    attempt(lambda: poller.poll(0, 0))
    attempt(lambda: poller.poll(0, -2))
    attempt(lambda: poller.poll('soon'))
    poller.register(one)
    two.close()
    print([mask & select.EPOLLHUP != 0 for name, mask in events(1)])
    one.close()
    print(events(0))
print(poller.closed)
attempt(lambda: poller.poll(0))
attempt(lambda: poller.register(0))
attempt(lambda: poller.__enter__())
poller.close()
attempt(lambda: select.epoll(-2))
attempt(lambda: select.epoll(flags=12345))
print(select.EPOLLET, select.EPOLLONESHOT, select.EPOLLEXCLUSIVE, select.EPOLL_CLOEXEC, select.EPOLLRDHUP)

with select.epoll() as poller:
    one, two = socket.socketpair()
    poller.register(one, select.EPOLLIN)
    number = one.fileno()
    one.close()
    two.close()
    one, two = socket.socketpair()
    print('the same number', one.fileno() == number)
    two.send(b'x')
    print(poller.poll(0))
    poller.register(one, select.EPOLLIN)
    print(len(poller.poll(1)))
    one.close()
    two.close()

print(selectors.DefaultSelector.__name__)
one, two = socket.socketpair()
with one, two, selectors.DefaultSelector() as selector:
    selector.register(one, selectors.EVENT_READ, 'data of one')
    selector.register(two, selectors.EVENT_READ | selectors.EVENT_WRITE)
    print([(key.data, mask) for key, mask in selector.select()])
    two.send(b'x')
    selector.modify(two, selectors.EVENT_READ)
    print([(key.data, mask) for key, mask in selector.select(1)])
    one.recv(1)
    print(selector.select(0), selector.select(0.01), len(selector.get_map()))
    selector.unregister(one)
    for again in lambda: selector.unregister(one), lambda: selector.register(two, selectors.EVENT_READ):
        try:
            again()
        except KeyError as error:
            print(error.args[0].rpartition('> ')[2].partition('(')[0], 'already' in error.args[0])
