"""Locks, conditions, queues, locals and pools."""
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

lock = threading.Lock()
with lock:
    print(lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01))
print(lock.locked(), lock.acquire(False))
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)

rlock = threading.RLock()
with rlock, rlock:
    print('twice')
try:
    rlock.release()
except RuntimeError as error:
    print(error)

jobs, results = queue.Queue(maxsize=2), []


def work():
    while (job := jobs.get()) is not None:
        results.append(job * job)
        jobs.task_done()


workers = [threading.Thread(target=work) for _ in range(3)]
for worker in workers:
    worker.start()
for number in range(10):
    jobs.put(number)
jobs.join()
for worker in workers:
    jobs.put(None)
for worker in workers:
    worker.join()
print(sorted(results))

local = threading.local()
local.value = 'main'
seen = []


def look():
    seen.append(hasattr(local, 'value'))
    local.value = 'other'
    seen.append(local.value)


thread = threading.Thread(target=look, name='looker')
thread.start()
thread.join(5)
print(seen, local.value, thread.name, thread.is_alive(), thread.daemon)

condition, turns = threading.Condition(), []


def turn(me, other):
    for _ in range(3):
        with condition:
            condition.wait_for(lambda: (turns[-1] if turns else 'b') == other)
            turns.append(me)
            condition.notify_all()


pair = [threading.Thread(target=turn, args=names) for names in (('a', 'b'), ('b', 'a'))]
for thread in pair:
    thread.start()
for thread in pair:
    thread.join()
print(''.join(turns))

barrier, event = threading.Barrier(3), threading.Event()
threading.Timer(0.02, event.set).start()
print(event.wait(0.001), event.wait(5))
with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(lambda n: (barrier.wait() >= 0, n), range(3))))
    future = pool.submit(lambda: 1 / 0)
    print(repr(future.exception()))

count = 0


def spin(until):
    global count
    while time.monotonic() < until:
        count += 1


end = time.monotonic() + 0.1
spinners = [threading.Thread(target=spin, args=(end,)) for _ in range(2)]
for spinner in spinners:
    spinner.start()
for spinner in spinners:
    spinner.join()
print(count > 0)


class Mine(threading.local):
    def __init__(self, start):
        self.number = start


mine = Mine(7)
mine.number += 1
numbers = []
thread = threading.Thread(target=lambda: numbers.append(mine.number))
thread.start()
thread.join()
print(mine.number, numbers)
