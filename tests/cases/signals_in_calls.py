# What a signal wakes, and calls that go on after its handler: connect, sendfile, a selector's loop.
import _thread
import asyncio
import gc
import os
import signal
import socket
import sys
import threading
import warnings

heard = []
told = threading.Event()


def note(number, frame):
    heard.append(signal.Signals(number).name)
    told.set()


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


# The number of a signal with a handler is written before the handler runs.
signal.signal(signal.SIGUSR1, note)
near, far = socket.socketpair()
try:
    signal.set_wakeup_fd(far.fileno())
except ValueError as error:
    print(str(error).replace(str(far.fileno()), 'N'))
far.setblocking(False)
print(signal.set_wakeup_fd(far.fileno()))
signal.raise_signal(signal.SIGUSR1)
_thread.interrupt_main(signal.SIGUSR1)
near.settimeout(20)
print(near.recv(1)[0] == signal.SIGUSR1, near.recv(1)[0] == signal.SIGUSR1, heard)
print(signal.set_wakeup_fd(-1) == far.fileno(), signal.set_wakeup_fd(-1))
_thread.interrupt_main(signal.SIGUSR2)
attempt(lambda: _thread.interrupt_main(1000))


async def wait_for(number):
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(number, came.set)
    os.kill(os.getpid(), number)
    await asyncio.wait_for(came.wait(), 20)
    return loop.remove_signal_handler(number)


for number in signal.SIGUSR1, signal.SIGINT:
    attempt(lambda: asyncio.run(wait_for(number)))


# The queue of the listener is full until the signal was heard.
def make_room():
    told.wait()
    kept.append(listener.accept())


kept = []
told.clear()
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(0)
first = socket.create_connection(listener.getsockname())
second = socket.socket()
second.settimeout(30)
thread = threading.Thread(target=make_room)
thread.start()
signal.signal(signal.SIGALRM, note)
signal.setitimer(signal.ITIMER_REAL, 0.1)
attempt(lambda: second.connect(listener.getsockname()))
print(second.getpeername() == listener.getsockname(), heard[-1])
thread.join()

# What the socket did not take is still in the file.
content = bytes(range(256)) * 8192
with open('/tmp/sent', 'wb') as file:
    file.write(content)
received = bytearray()
near.setblocking(False)
far.settimeout(20)
fd = os.open('/tmp/sent', os.O_RDONLY)
while len(received) < len(content):
    try:
        os.sendfile(near.fileno(), fd, None, len(content))
    except BlockingIOError:
        pass
    received += far.recv(1 << 16)
os.close(fd)
os.remove('/tmp/sent')
print(received == content)

# A forgotten socket is closed also where the warning is an error. Those of earlier programs go first.
gc.collect()
hook, sys.unraisablehook = sys.unraisablehook, lambda told: print(told.exc_type.__name__)
with warnings.catch_warnings():
    warnings.simplefilter('error', ResourceWarning)
    near = None
    gc.collect()
    far.settimeout(20)
    print(far.recv(1))
sys.unraisablehook = hook
for each in (far, first, second, listener, kept[0][0]):
    each.close()
for number in signal.SIGUSR1, signal.SIGALRM:
    signal.signal(number, signal.SIG_DFL)
