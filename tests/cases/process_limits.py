"""resource: what is alike whatever the limits are."""

import resource
import socket


def attempt(name, function):
    try:
        print(name, function())
    except (OSError, ValueError, TypeError) as error:
        print(name, type(error).__name__, error)


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
print(3 < soft <= hard)
attempt('same', lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))
attempt('order', lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard)))
attempt('unknown', lambda: resource.getrlimit(99))
attempt('float', lambda: resource.getrlimit(1.5))
attempt('text', lambda: resource.setrlimit(resource.RLIMIT_NOFILE, ('x', 1)))
attempt('three', lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1, 2, 3)))
attempt('prlimit', lambda: resource.prlimit(0, resource.RLIMIT_NOFILE) == (soft, hard))
attempt('who', lambda: resource.getrusage(99))
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_utime > 0, usage.ru_maxrss > 1024, len(usage))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime >= 0)

with socket.socket() as s:
    print(s.fileno() < soft)
