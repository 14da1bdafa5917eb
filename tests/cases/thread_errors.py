"""An exception in a thread is shown and does not end the others."""
import io
import sys
import threading


def show(args):
    print(args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = show


def fail():
    raise ValueError('in a thread')


thread = threading.Thread(target=fail, name='failing')
thread.start()
thread.join()


def leave():
    sys.exit('ignored in threads')


thread = threading.Thread(target=leave, name="leaving")
thread.start()
thread.join()
try:
    threading.Thread(target=leave, name="leaving").join()
except RuntimeError as error:
    print(error)
try:
    thread.start()
except RuntimeError as error:
    print(error)
try:
    threading.current_thread().join()
except RuntimeError as error:
    print(error)
print(threading.main_thread() is threading.current_thread(), threading.get_ident() == threading.main_thread().ident)

sys.stderr = io.StringIO()
threading.excepthook = threading.__excepthook__
thread = threading.Thread(target=fail, name='shown')
thread.start()
thread.join()
lines = sys.stderr.getvalue().splitlines()
print(lines[:2], lines[-1])
