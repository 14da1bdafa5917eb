"""The part of `posix` that needs no Rust: a Linux process in a page. `_paths.py` has its calls on paths."""

import _errors
import _stored_files
from _paths import (
    DirEntry, access, chdir, chmod, fail as _fail, fstat, getcwd, getcwdb, is_file as _is_file, listdir, lstat, mkdir,
    open_descriptor as open, remove, rename, replace, rmdir, scandir, stat, stat_result, truncate, unlink, utime,
)
from _record import Record

environ = {b'HOME': b'/', b'LANG': b'C.UTF-8', b'PATH': b'/bin', b'TERM': b'dumb', b'USER': b'learner'}
error = OSError
strerror = _errors.strerror

F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 0o100, 0o200, 0o1000, 0o2000
O_NONBLOCK, O_CLOEXEC = 0o4000, 0o2000000
EX_OK = 0
WNOHANG = 1
_have_functions = []


def _unsupported(name):
    def function(*arguments, **options):
        _fail(38)
    function.__name__ = function.__qualname__ = name
    return function


for _name in ('fork', 'system', 'symlink', 'link', 'execv', 'execve'):
    globals()[_name] = _unsupported(_name)


class uname_result(Record):
    names = ('sysname', 'nodename', 'release', 'version', 'machine')


class terminal_size(Record):
    names = ('columns', 'lines')


def close(fd):
    import _socket
    if _is_file(fd):
        return _stored_files.close(fd)
    _socket.close(fd)


def dup(fd):
    if _is_file(fd):
        return _stored_files.dup(fd)
    import _socket
    return _socket.dup(fd)


def lseek(fd, distance, whence, /):
    if fd in (0, 1, 2):
        _fail(29)
    return _stored_files.lseek(fd, distance, whence)


def ftruncate(fd, length, /):
    if fd in (0, 1, 2):
        _fail(22)
    _stored_files.ftruncate(fd, length)


def fsync(fd):
    """There is no disk that could lag behind."""


fdatasync = fsync


def read(fd, size):
    if _is_file(fd):
        return _stored_files.read(fd, size)
    if fd == 0:
        import sys
        return sys.__stdin__.buffer.read(size)
    return _with_socket(fd, lambda socket: socket.recv(size), lambda: _stored_files.read(fd, size))


def write(fd, data):
    if _is_file(fd):
        return _stored_files.write(fd, data)
    import sys
    stream = {1: sys.__stdout__, 2: sys.__stderr__}.get(fd)
    if stream is None:
        return _with_socket(fd, lambda socket: socket.send(data), lambda: _stored_files.write(fd, data))
    return stream.buffer.write(data)


def _with_socket(fd, work, with_file):
    """A descriptor of the relay is of a socket, or of a file that another process sent."""
    import _socket
    import posix
    # What kind of socket it is plays no part in either call; saying so spares the question.
    blocking = posix.get_blocking(fd)
    socket = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0, fd)
    socket.setblocking(blocking)
    try:
        return work(socket)
    except OSError as error:
        if error.errno != 88:
            raise
        return with_file()
    finally:
        socket.detach()


def pipe():
    """The two ends of a stream within the process: connected sockets, since a session has no other descriptors."""
    return pipe2(O_CLOEXEC)


def pipe2(flags, /):
    import _socket
    ends = _socket.socketpair()
    for end in ends:
        end.setblocking(not flags & O_NONBLOCK)
    return tuple(end.detach() for end in ends)


def sendfile(out_fd, in_fd, offset, count):
    """sendfile(2) from a file to a socket; None as an offset is the file's own."""
    before, sent = lseek(in_fd, 0, 1), 0
    try:
        if offset is not None:
            lseek(in_fd, offset, 0)
        sent = write(out_fd, read(in_fd, count))
        return sent
    finally:
        # The socket may have taken less than was read.
        lseek(in_fd, before if offset is not None else before + sent, 0)


def dup2(fd, fd2, inheritable=True):
    """In terms of dup(2), which gives the lowest free number each time."""
    import posix
    posix.get_inheritable(fd)
    if fd == fd2:
        return fd2
    try:
        close(fd2)
    except OSError:
        pass
    lower = []
    try:
        while (copy := dup(fd)) != fd2:
            lower.append(copy)
            if copy > fd2:
                _fail(9)
    finally:
        for copy in lower:
            close(copy)
    posix.set_inheritable(fd2, inheritable)
    return fd2


def readlink(path, *, dir_fd=None):
    _fail(22, path)


def getpid():
    return 42


def kill(pid, signalnum, /):
    import _signal
    if pid not in (0, getpid()):
        _fail(3)
    _signal.pthread_kill(0, signalnum)


def getppid():
    return 1


def getuid():
    return 1000


geteuid = getgid = getegid = getuid


def getlogin():
    return 'learner'


def umask(mask):
    return 0o22


def isatty(fd):
    return fd in (0, 1, 2)


def cpu_count():
    return 1


def get_terminal_size(fd=1):
    return terminal_size((80, 24))


def uname():
    return uname_result(('Linux', 'sockbox', '6.0', 'sockbox', 'wasm32'))


def putenv(name, value):
    pass


def unsetenv(name):
    pass


def register_at_fork(**hooks):
    pass


def abort():
    import posix
    posix._exit(134)


sysconf_names = {'SC_OPEN_MAX': 4, 'SC_PAGESIZE': 30, 'SC_PAGE_SIZE': 30, 'SC_IOV_MAX': 60, 'SC_NPROCESSORS_ONLN': 84}


def sysconf(name):
    number = sysconf_names.get(name, name)
    if number not in sysconf_names.values():
        raise ValueError('unrecognized configuration name')
    import posix
    # Linux's, for a process of one thread whose memory comes in pages of WebAssembly.
    return {4: posix._limits()[0], 30: 65536, 60: 1024, 84: 1}[number]


# Processes: there is this one, and it has no children.

WNOHANG, WUNTRACED, WCONTINUED = 1, 2, 8


def waitpid(pid, options):
    _fail(10)


def WIFEXITED(status):
    return status & 0x7f == 0


def WEXITSTATUS(status):
    return status >> 8 & 0xff


def WIFSIGNALED(status):
    return status & 0x7f not in (0, 0x7f)


def WTERMSIG(status):
    return status & 0x7f


def WIFSTOPPED(status):
    return status & 0xff == 0x7f


def WSTOPSIG(status):
    return status >> 8 & 0xff


def waitstatus_to_exitcode(status):
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    raise ValueError(f'invalid wait status: {status:#x}')
