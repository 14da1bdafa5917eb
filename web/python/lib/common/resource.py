"""getrlimit(2) and getrusage(2), as far as a process in a page has limits and can tell what it uses."""

import operator
import posix
import time
from _record import Record

error = OSError
RLIM_INFINITY = -1
RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE = range(8)
RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_RTTIME = 8, 9, *range(11, 16)
RLIMIT_OFILE = RLIMIT_NOFILE
RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1

_open_max, _, _memory_mib = posix._limits()
_LIMITS = {
    RLIMIT_FSIZE: 64 << 20,  # All files together.
    RLIMIT_DATA: int(_memory_mib) << 20,
    RLIMIT_CORE: 0,
    RLIMIT_NPROC: 1,
    RLIMIT_NOFILE: _open_max,  # Sockets and pipes; files are counted apart.
    RLIMIT_AS: int(_memory_mib) << 20,
}


class struct_rusage(Record):
    names = (
        'ru_utime', 'ru_stime', 'ru_maxrss', 'ru_ixrss', 'ru_idrss', 'ru_isrss', 'ru_minflt', 'ru_majflt', 'ru_nswap',
        'ru_inblock', 'ru_oublock', 'ru_msgsnd', 'ru_msgrcv', 'ru_nsignals', 'ru_nvcsw', 'ru_nivcsw',
    )


def getrlimit(resource, /):
    if not 0 <= operator.index(resource) <= RLIMIT_RTTIME:
        raise ValueError('invalid resource specified')
    limit = _LIMITS.get(resource, RLIM_INFINITY)
    return limit, limit


def setrlimit(resource, limits, /):
    """The limits can be set to what they are. Nothing here could keep a process to lower ones."""
    soft, hard = _pair(limits)
    now, _ = getrlimit(resource)
    if _order(soft) > _order(hard):
        raise ValueError('current limit exceeds maximum limit')
    if _order(hard) > _order(now):
        raise ValueError('not allowed to raise maximum limit')
    if (soft, hard) != (now, now):
        raise OSError(38, 'Function not implemented')


def prlimit(pid, resource, limits=None, /):
    if pid not in (0, posix.getpid()):
        raise ProcessLookupError(3, 'No such process')
    before = getrlimit(resource)
    if limits is not None:
        setrlimit(resource, limits)
    return before


def getrusage(who, /):
    """The time is that in which Python ran, and the memory what it has now: a browser tells no more."""
    if who not in (RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD):
        raise ValueError('invalid who parameter')
    if who == RUSAGE_CHILDREN:
        return struct_rusage((0.0, 0.0) + (0,) * 14)
    return struct_rusage((time.process_time(), 0.0, posix._limits()[1] >> 10) + (0,) * 13)


def getpagesize():
    return 65536


def _pair(limits):
    try:
        soft, hard = limits
    except (TypeError, ValueError):
        raise ValueError('expected a tuple of 2 integers') from None
    return operator.index(soft), operator.index(hard)


def _order(limit):
    return float('inf') if limit == RLIM_INFINITY else limit
