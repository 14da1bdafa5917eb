# A signal's handler brings about what its own thread waits for, or waits itself for the same thing: the wait outside goes on and ends.
import queue
import select
import signal
import socket
import threading
import time


def soon(work):
    signal.signal(signal.SIGALRM, lambda number, frame: work())
    signal.setitimer(signal.ITIMER_REAL, 0.05)


stop = threading.Event()
soon(stop.set)
print('event', stop.wait())

items = queue.Queue()
soon(lambda: items.put('an item'))
print('queue', items.get())

lock = threading.Lock()
lock.acquire()
soon(lock.release)
print('lock', lock.acquire())

told = []


def helper():
    lock.acquire()


thread = threading.Thread(target=helper)
thread.start()


def look_within():
    thread.join(0.05)
    told.append(thread.is_alive())
    lock.release()


soon(look_within)
thread.join()
print('join', told, thread.is_alive())
lock.release()

held = threading.Lock()
held.acquire()


def try_within():
    told.append(held.acquire(timeout=0.05))
    threading.Timer(0.05, held.release).start()


soon(try_within)
print('acquire', held.acquire(), told)

near, far = socket.socketpair()
epoll = select.epoll()
epoll.register(far, select.EPOLLIN)


def poll_within():
    told.append(epoll.poll(0))
    near.send(b'x')


soon(poll_within)
print('epoll', [events for _, events in epoll.poll()], told)

condition = threading.Condition()
soon(lambda: told.append(time.monotonic() > 0))
with condition:
    print('condition', condition.wait(0.2), told)

shared, done = threading.Lock(), threading.Event()
shared.acquire()


def next_in_line():
    with shared:
        done.set()


def wait_within():
    second.start()
    threading.Timer(0.05, shared.release).start()
    told.append(done.wait(5))


second = threading.Thread(target=next_in_line)
soon(wait_within)
print('behind', shared.acquire(), told)
