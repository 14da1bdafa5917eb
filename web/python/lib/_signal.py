"""Signals, as far as a page has them: Ctrl-C is SIGINT, a timer sends SIGALRM, and a program can send signals to itself."""

import _signals

SIG_DFL, SIG_IGN = 0, 1
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
NSIG = 65
SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1 = range(1, 11)
SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP = range(11, 21)
SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS = range(21, 32)
SIGPOLL = SIGIO

ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2


class itimer_error(OSError):
    __module__ = 'signal'


ItimerError = itimer_error


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


_wakeup_fd, _warns_of_full_buffer = -1, True
_handlers = {SIGINT: default_int_handler, SIGPIPE: SIG_IGN}


def _check(signalnum):
    if not 1 <= signalnum < NSIG:
        raise ValueError('signal number out of range')


def _check_main_thread(name):
    import _thread
    if _thread.get_ident() != _thread._get_main_thread_ident():
        raise ValueError(f'{name} only works in main thread of the main interpreter')


def getsignal(signalnum, /):
    _check(signalnum)
    return _handlers.get(signalnum, SIG_DFL)


def signal(signalnum, handler, /):
    _check_main_thread('signal')
    _check(signalnum)
    if not callable(handler) and handler not in (SIG_DFL, SIG_IGN):
        raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
    if signalnum in (SIGKILL, SIGSTOP):
        raise OSError(22, 'Invalid argument')
    old = getsignal(signalnum)
    _handlers[signalnum] = handler
    return old


def raise_signal(signalnum, /):
    handler = getsignal(signalnum)
    if callable(handler):
        import sys
        if _wakeup_fd != -1:
            _wake(signalnum)
        handler(signalnum, sys._getframe(1))
    elif handler == SIG_DFL and signalnum not in (SIGCHLD, SIGURG, SIGWINCH, SIGCONT):
        import posix
        posix._exit(128 + signalnum)


def _wake(signalnum):
    import posix
    import sys
    try:
        posix.write(_wakeup_fd, bytes((signalnum,)))
    except OSError as error:
        if _warns_of_full_buffer or not isinstance(error, BlockingIOError):
            print('Exception ignored when trying to write to the signal wakeup fd:', file=sys.stderr)
            print(f'{type(error).__name__}: {error}', file=sys.stderr)


def pthread_kill(thread_id, signalnum, /):
    """Handlers are the main thread's, whichever thread a signal is sent to."""
    if not 0 <= signalnum < NSIG:
        raise OSError(22, 'Invalid argument')
    if signalnum:
        _signals.send(signalnum)


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    """Each signal with a handler writes its number there first: what waits in a selector wakes by it."""
    global _wakeup_fd, _warns_of_full_buffer
    _check_main_thread('set_wakeup_fd')
    if fd != -1:
        import posix
        if posix.get_blocking(fd):
            raise ValueError(f'the fd {fd} must be in non-blocking mode')
    old, _wakeup_fd, _warns_of_full_buffer = _wakeup_fd, fd, warn_on_full_buffer
    return old


def siginterrupt(signalnum, flag, /):
    _check(signalnum)


def strsignal(signalnum, /):
    _check(signalnum)
    import _signal_names
    return _signal_names.DESCRIPTIONS.get(signalnum)


def valid_signals():
    return set(range(1, NSIG))


def setitimer(which, seconds, interval=0.0, /):
    _check_timer(which)
    return _signals.set_timer(seconds, interval)


def getitimer(which, /):
    _check_timer(which)
    return _signals.timer()


def _check_timer(which):
    if which in (ITIMER_VIRTUAL, ITIMER_PROF):
        # A page does not tell how long its processor worked for it.
        raise ItimerError(38, 'Function not implemented')
    if which != ITIMER_REAL:
        raise ItimerError(22, 'Invalid argument')


def alarm(seconds, /):
    left, _ = _signals.set_timer(seconds.__index__())
    # As alarm(2): what is left is never told as nothing.
    return max(1, round(left)) if left else 0


def pthread_sigmask(how, mask, /):
    return set()
