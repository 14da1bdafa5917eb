"""fcntl(2), as far as the library and programs around sockets ask: what a descriptor passes on, and whether it blocks."""

F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL = 0, 1, 2, 3, 4
FD_CLOEXEC = 1
LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = 1, 2, 4, 8


def fcntl(fd, cmd, arg=0, /):
    import os
    if not isinstance(fd, int):
        fd = fd.fileno()
    if cmd == F_GETFD:
        return 0 if os.get_inheritable(fd) else FD_CLOEXEC
    if cmd == F_SETFD:
        os.set_inheritable(fd, not arg & FD_CLOEXEC)
        return 0
    if cmd == F_GETFL:
        return os.O_RDWR | (0 if os.get_blocking(fd) else os.O_NONBLOCK)
    if cmd == F_SETFL:
        os.set_blocking(fd, not arg & os.O_NONBLOCK)
        return 0
    raise OSError(38, 'Function not implemented')


def ioctl(fd, request, arg=0, mutate_flag=True, /):
    raise OSError(38, 'Function not implemented')


def flock(fd, operation, /):
    raise OSError(38, 'Function not implemented')
