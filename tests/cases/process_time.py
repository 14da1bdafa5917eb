"""Time in which the program runs, and time in which it waits."""
import resource
import threading
import time


def spent(work):
    before = time.process_time(), time.thread_time()
    work()
    return time.process_time() - before[0], time.thread_time() - before[1]


def busy():
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        pass


def another():
    thread = threading.Thread(target=busy)
    thread.start()
    thread.join()


print([part < 0.3 for part in spent(lambda: time.sleep(0.5))])
print([part > 0.05 for part in spent(busy)])
process, thread = spent(another)
print(process > 0.05, thread < process)
print(time.process_time_ns() > time.thread_time_ns() > 0)
print(0 < resource.getrusage(resource.RUSAGE_SELF).ru_utime <= time.process_time())
