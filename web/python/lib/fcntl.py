"""Only what the standard library asks of descriptors: that they can be marked, which means nothing here."""

F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL = 0, 1, 2, 3, 4
FD_CLOEXEC = 1
LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = 1, 2, 4, 8


def fcntl(fd, cmd, arg=0, /):
    if cmd in (F_GETFD, F_SETFD, F_GETFL, F_SETFL):
        return 0
    raise OSError(38, 'Function not implemented')


def ioctl(fd, request, arg=0, mutate_flag=True, /):
    raise OSError(38, 'Function not implemented')


def flock(fd, operation, /):
    raise OSError(38, 'Function not implemented')
