"""Threads that change over anywhere: in generators, with statements, handlers, deep calls and native functions."""
import gc
import random
import socket
import sys
import threading
import time
import traceback

gates = {}


def pause():
    """Waits until the main thread lets this one go on."""
    gates[threading.current_thread().name].acquire()


class Manager:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        pause()
        self.log.append('entered')
        return self

    def __exit__(self, kind, value, trace):
        pause()
        self.log.append(f'left with {kind.__name__}')
        return kind is KeyError


def numbers():
    for number in range(3):
        try:
            pause()
            yield number
        finally:
            pause()


def descend(name, depth):
    mine = [name] * 3
    if depth == 0:
        pause()
        raise ValueError('from below')
    try:
        return descend(name, depth - 1)
    except ValueError as error:
        if depth == 3:
            pause()
            raise RuntimeError('wrapped') from error
        raise
    finally:
        assert mine == [name] * 3


def work(name, log):
    with Manager(log):
        log.extend(numbers())
        try:
            descend(name, 6)
        except RuntimeError as error:
            assert sys.exception() is error
            pause()
            assert sys.exception() is error
            log.append(len(traceback.extract_tb(error.__traceback__)))
        assert sys.exception() is None
        raise KeyError(name)
    log.append(sum(number * number for number in range(100)))


logs = {name: [] for name in 'abc'}
threads = [threading.Thread(target=work, args=item, name=item[0]) for item in logs.items()]
for thread in threads:
    gates[thread.name] = threading.Semaphore(0)
for thread in threads:
    thread.start()
chance = random.Random(7)
turns = 0
while alive := [thread for thread in threads if thread.is_alive()]:
    gates[chance.choice(alive).name].release()
    time.sleep(0)
    turns += 1
    if turns % 7 == 0:
        gc.collect()
for name, log in logs.items():
    print(name, log)


def climb(depth):
    if depth == 0:
        pause()
        return 0
    return 1 + climb(depth - 1)


results = []
climbers = [threading.Thread(target=lambda depth: results.append(climb(depth)), args=(200 + number,), name=f'climber {number}')
            for number in range(3)]
for climber in climbers:
    gates[climber.name] = threading.Semaphore(0)
    climber.start()


def endless():
    return endless()


try:
    endless()
except RecursionError as error:
    print(type(error).__name__)
for number in 1, 0, 2:
    gates[f'climber {number}'].release()
    climbers[number].join()
print(results)


class Slow:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        time.sleep(0.001)
        return self.number < other.number

    def __hash__(self):
        time.sleep(0.001)
        return hash(self.number)

    def __eq__(self, other):
        return self.number == other.number


def native():
    ordered = sorted(Slow(number) for number in (5, 3, 9, 1, 7, 6))
    largest = max(ordered, key=lambda slow: (time.sleep(0.001), slow.number)[1])
    return [slow.number for slow in ordered], len({Slow(number) for number in range(4)}), largest.number


found = {}
threads = [threading.Thread(target=lambda number=number: found.__setitem__(number, native())) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(found), found[0], all(value == found[0] for value in found.values()))


def count(to, done):
    total = 0
    for number in range(to):
        total += number
    done.append(total)


done = []
threads = [threading.Thread(target=count, args=(20_000, done)) for _ in range(24)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(done), set(done))

ready, go = threading.Event(), threading.Event()


def inner_most():
    secret = 'seen'
    ready.set()
    go.wait()
    return secret


thread = threading.Thread(target=inner_most)
thread.start()
ready.wait()
frame = sys._current_frames()[thread.ident]
while frame.f_code.co_name != 'inner_most':
    frame = frame.f_back
print(frame.f_code.co_name, frame.f_locals['secret'], frame.f_back.f_code.co_name)
print(sys._current_frames()[threading.get_ident()].f_code.co_name)
go.set()
thread.join()

left, right = socket.socketpair()
stream = left.makefile('rb')
lines = []


def is_receiving(thread):
    return thread.is_alive() and sys._current_frames()[thread.ident].f_code.co_name == 'readinto'


threads = [threading.Thread(target=lambda: lines.append(stream.readline())) for _ in range(2)]
for thread in threads:
    thread.start()
for line in b'one\n', b'two\n':
    before = len(lines)
    while not any(is_receiving(thread) for thread in threads):
        time.sleep(0.001)
    right.sendall(line)
    while len(lines) == before:
        time.sleep(0.01)
print(lines)
