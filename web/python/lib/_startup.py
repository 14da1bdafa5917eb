"""What is set up before the first prompt, and again before a program runs; said in Python."""

import _errors
import _excepthook  # It puts itself into _thread.
import _fetched_library
import _files
import _prompt
import _site
import _terminal
import errno
import sys
import _thread


def begin_program(file):
    """Undoes what an earlier program in this process did to things that a new process would have new."""
    _terminal.install()
    sys.path[:] = [file.rpartition('/')[0]]
    _files.forget_modules()
    sys.displayhook, sys.excepthook = sys.__displayhook__, sys.__excepthook__
    if socket := sys.modules.get('_socket'):
        socket.setdefaulttimeout(None)
    if threading := sys.modules.get('threading'):
        threading.excepthook = threading.__excepthook__
    if signal := sys.modules.get('_signal'):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.alarm(0)
        signal.set_wakeup_fd(-1)


def call_threading_atexits():
    """What threading calls before it joins the threads of a program that ends: ThreadPoolExecutor lets its own go."""
    if threading := sys.modules.get('threading'):
        for function in reversed(threading._threading_atexits):
            function()


def end_program():
    """After the functions of atexit: what took them for the end of the process goes on, and is registered anew."""
    if pools := sys.modules.get('concurrent.futures.thread'):
        pools._shutdown = False
    if weakref := sys.modules.get('weakref'):
        weakref.finalize._shutdown = weakref.finalize._registered_with_atexit = False
    if logging := sys.modules.get('logging'):
        import atexit
        atexit.register(logging.shutdown)


_terminal.install()
_files.install()
_fetched_library.install()
_site.install()
sys.displayhook = sys.__displayhook__ = _prompt.displayhook
errno.__dict__.update(_errors.numbers())
errno.errorcode = _errors.names()
sys._current_frames = _thread._current_frames
sys.platform = 'linux'
sys.ps1, sys.ps2 = '>>> ', '... '
sys.argv = ['']
sys.path[:] = ['']
