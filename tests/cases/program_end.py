# The end of a program: pools let their threads go, threads are waited for, then the functions of atexit run.
import atexit
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

gate = threading.Event()


class Kept:
    pass


def work():
    gate.wait()
    print('a thread')




kept = Kept()
weakref.finalize(kept, print, 'a finalizer')
atexit.register(print, 'first', end='!\n')
atexit.register(print, 'unregistered')
atexit.unregister(print)
atexit.register(print, 'last but one')
atexit.register(lambda: print('last', threading.active_count()))
pool = ThreadPoolExecutor(2)
print(pool.submit(pow, 2, 10).result())
threading.Thread(target=work).start()
pool.submit(gate.set)
sys.exit(0)
