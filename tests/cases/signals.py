# Signals of a timer, and of the process to itself: they reach the main thread in whatever it waits (PEP 475).
import os
import select
import signal
import socket
import threading
import time

heard = []


def note(number, frame):
    heard.append(signal.Signals(number).name)


def give_up(number, frame):
    raise ZeroDivisionError('enough')


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


near, far = socket.socketpair()
for work in (
    lambda: signal.signal(signal.SIGALRM, note),
    lambda: signal.signal(signal.SIGKILL, 'text'),
    lambda: signal.set_wakeup_fd(-1),
):
    thread = threading.Thread(target=attempt, args=(work,))
    thread.start()
    thread.join()
attempt(lambda: signal.signal(signal.SIGKILL, 'text'))
attempt(lambda: signal.signal(signal.SIGKILL, note))
print([signal.strsignal(number) for number in (1, 2, 11, 14, 31, 32, 34, 64)])
signal.signal(signal.SIGALRM, note)
print(signal.setitimer(signal.ITIMER_REAL, 0.05))
far.settimeout(0.3)
attempt(lambda: far.recv(1))
print(heard)

signal.setitimer(signal.ITIMER_REAL, 0.05)
before = time.monotonic()
print(select.select([far], [], [], 0.3), time.monotonic() - before >= 0.3, heard)

signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
while len(heard) < 5:
    pass
left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
print(left <= interval, interval, signal.getitimer(signal.ITIMER_REAL))

signal.signal(signal.SIGALRM, give_up)
for work in (
    lambda: far.recv(1),
    lambda: near.sendall(bytes(1 << 24)),
    lambda: select.select([far], [], []),
    lambda: select.select([], [], [], 60),
    lambda: time.sleep(60),
    threading.Event().wait,
):
    far.settimeout(None)
    attempt(lambda: (signal.setitimer(signal.ITIMER_REAL, 0.05), work()))
    while select.select([far], [], [], 0)[0]:
        far.recv(1 << 20)

# An interrupted sendall goes on where it was.
signal.signal(signal.SIGALRM, note)
received = []


def drain():
    while data := far.recv(1 << 16):
        received.append(len(data))


def wait_for_signal():
    heard.clear()
    while not heard:
        time.sleep(0.01)
    drain()


reader = threading.Thread(target=wait_for_signal)
reader.start()
signal.setitimer(signal.ITIMER_REAL, 0.05)
near.sendall(bytes(3_000_000))
near.shutdown(socket.SHUT_WR)
reader.join()
print(sum(received), heard)

print(signal.alarm(10), signal.alarm(0), signal.alarm(0))
heard.clear()
signal.signal(signal.SIGUSR1, note)
os.kill(os.getpid(), signal.SIGUSR1)
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
while len(heard) < 2:
    time.sleep(0.01)
print(heard)
attempt(lambda: signal.setitimer(17, 1))
attempt(lambda: signal.pthread_kill(threading.get_ident(), 100))
