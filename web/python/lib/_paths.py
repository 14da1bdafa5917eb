"""The calls of `posix` on paths: the files of the process, then the room's file system, where AF_UNIX sockets live.

A name of the process comes first. Folders are of the process too; the room gets those in which a socket is bound.
"""

import _errors
import _library
import _room
import _stored_files
from _stored_files import S_IFDIR as _S_IFDIR, S_IFMT as _S_IFMT, S_IFREG as _S_IFREG
from _record import Record

W_OK = 2


class stat_result(Record):
    names = ('st_mode', 'st_ino', 'st_dev', 'st_nlink', 'st_uid', 'st_gid', 'st_size', 'st_atime', 'st_mtime', 'st_ctime')
    st_mtime_ns = st_atime_ns = st_ctime_ns = property(lambda self: int(self.st_mtime * 1e9))
    st_blksize, st_rdev = 4096, 0
    st_blocks = property(lambda self: -(-self.st_size // 512))


def fail(number, *names):
    raise OSError(number, _errors.strerror(number), *names)


def fspath(path, caller, kinds='string, bytes or os.PathLike'):
    """What a path-like object says it is."""
    if not isinstance(path, (str, bytes)):
        method = getattr(type(path), '__fspath__', None)
        if method is None:
            raise TypeError(f'{caller}: path should be {kinds}, not {type(path).__name__}')
        path = method(path)
    if ('\0' if isinstance(path, str) else b'\0') in path:
        raise ValueError('embedded null byte')
    if not path:
        fail(2, path)
    return path


def _octets(path):
    return path if isinstance(path, bytes) else path.encode('utf-8', 'surrogateescape')


def local_name(path):
    """As the process's own files have it."""
    return _octets(path).decode('utf-8', 'replace')


def _type(path):
    """S_IFREG or S_IFDIR of a file or folder of the process, else None."""
    status = _stored_files.stat(local_name(path))
    return None if status is None else status[0] & _S_IFMT


def _locally(call, path, *arguments):
    try:
        return call(local_name(path), *arguments)
    except OSError as error:
        number = error.errno
    fail(number, path)


def _in_room(call, path):
    try:
        return call(_octets(path))
    except OSError as error:
        number = error.errno
    fail(number, path)


def _result(mode, inode, size=0, modified=0.0):
    return stat_result((mode, inode, 0, 1, 1000, 1000, size, modified, modified, modified))


def _status(path):
    status = _stored_files.stat(local_name(path))
    if status is not None:
        if status[0] & _S_IFREG and _octets(path).endswith(b'/'):
            fail(20, path)
        return _result(*status)
    # Tracebacks look for its source, which the relay need not hear of.
    if _octets(path).startswith(_library.FOLDER.encode()):
        fail(2, path)
    return _result(*_in_room(_room.lstat, path))


def _is_in_room(path):
    try:
        _room.lstat(_octets(path))
    except OSError:
        return False
    return True


def stat(path, *, dir_fd=None, follow_symlinks=True):
    if isinstance(path, int):
        return fstat(path)
    return _status(fspath(path, 'stat', 'string, bytes, os.PathLike or integer'))


def lstat(path, *, dir_fd=None):
    return _status(fspath(path, 'lstat'))


def is_file(fd):
    """Whether a descriptor is one of those that files have; sockets and the like have others."""
    return _stored_files.first_descriptor <= fd < _stored_files.end_of_descriptors


def fstat(fd):
    if fd in (0, 1, 2):
        return _result(0o020620, fd)
    if not is_file(fd):
        import posix
        posix.get_inheritable(fd)  # It says whether there is such a descriptor.
    return _result(*_stored_files.fstat(fd))


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    path = fspath(path, 'access')
    try:
        permissions = _status(path).st_mode
    except OSError:
        return False
    return not mode or permissions >> 6 & mode == mode


def open_descriptor(path, flags, mode=0o777, *, dir_fd=None):
    path = fspath(path, 'open')
    return _locally(_stored_files.open, path, flags, mode & ~0o22)


def _absolute(path):
    """As the room has it, which knows nothing of where this process is."""
    octets = _octets(path)
    return octets if octets.startswith(b'/') else getcwdb() + b'/' + octets


def _names_in_room(path):
    octets = _in_room(_room.readdir, path).split(b'\0')[:-1]
    return [name.decode('utf-8', 'surrogateescape') for name in octets]


def listdir(path='.'):
    """A folder may be of the process, of the room, or of both, as /tmp is."""
    path = fspath('.' if path is None else path, 'listdir')
    if _type(path) is None:
        names = _names_in_room(path)
    else:
        names = _locally(_stored_files.listdir, path)
        try:
            names = sorted({*names, *_names_in_room(_absolute(path))})
        except OSError:
            pass  # The room has no such folder, or the relay no file system.
    return [_octets(name) for name in names] if isinstance(path, bytes) else names


class DirEntry:
    """What scandir() gives for each name."""

    def __init__(self, name, path):
        self.name, self.path = name, path

    def __repr__(self):
        return f'<DirEntry {self.name!r}>'

    def __fspath__(self):
        return self.path

    def stat(self, *, follow_symlinks=True):
        return _status(self.path)

    def inode(self):
        return self.stat().st_ino

    def is_dir(self, *, follow_symlinks=True):
        return self._type() == _S_IFDIR

    def is_file(self, *, follow_symlinks=True):
        return self._type() == _S_IFREG

    def _type(self):
        try:
            return _type(self.path) or _status(self.path).st_mode & _S_IFMT
        except FileNotFoundError:
            return None

    def is_symlink(self):
        return False

    is_junction = is_symlink


class _Scan:
    """Entries, for `with` and `for`."""

    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path='.'):
    path = fspath('.' if path is None else path, 'scandir')
    slash = b'/' if isinstance(path, bytes) else '/'
    folder = path if path.endswith(slash) else path + slash
    return _Scan([DirEntry(name, folder + name) for name in listdir(path)])


def unlink(path, *, dir_fd=None):
    path = fspath(path, 'unlink')
    if _type(path) is None:
        _in_room(_room.unlink, path)
    else:
        _locally(_stored_files.unlink, path)


def remove(path, *, dir_fd=None):
    unlink(fspath(path, 'remove'))


def mkdir(path, mode=0o777, *, dir_fd=None):
    path = fspath(path, 'mkdir')
    if _type(path) is not None:
        fail(17, path)
    parent, slash, _ = local_name(path).rstrip('/').rpartition('/')
    if _type(parent or slash or '.') is None:
        _in_room(_room.mkdir, path)
    elif _is_in_room(path):
        fail(17, path)
    else:
        _locally(_stored_files.mkdir, path, mode & ~0o22)


def rmdir(path, *, dir_fd=None):
    path = fspath(path, 'rmdir')
    if _type(path) is None:
        _in_room(_room.rmdir, path)
        return
    if _type(path) == _S_IFDIR and not _locally(_stored_files.listdir, path) and _room.has_folder(_octets(path)):
        _in_room(_room.rmdir, path)
    _locally(_stored_files.rmdir, path)


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    src, dst = fspath(src, 'rename'), fspath(dst, 'rename')
    if _type(src) is None:
        # A socket of the room is on another file system: there is no call for it.
        fail(18 if _is_in_room(src) else 2, src, None, dst)
    try:
        _stored_files.rename(local_name(src), local_name(dst))
    except OSError as error:
        number = error.errno
    else:
        return
    fail(number, src, None, dst)


replace = rename


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    path = fspath(path, 'chmod')
    if _type(path) is None:
        return _in_room(lambda octets: _room.chmod(octets, mode & 0o7777), path)
    _locally(_stored_files.chmod, path, mode)


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    import time
    path = fspath(path, 'utime')
    modified = times[1] if times else ns[1] / 1e9 if ns else time.time()
    if _type(path) is None:
        _status(path)
        fail(30, path)
    _locally(_stored_files.utime, path, float(modified))


def truncate(path, length):
    if isinstance(path, int):
        return _stored_files.ftruncate(path, length)
    fd = open_descriptor(path, 1)
    try:
        _stored_files.ftruncate(fd, length)
    finally:
        _stored_files.close(fd)


def chdir(path):
    path = fspath(path, 'chdir')
    _locally(_stored_files.chdir, path)


def getcwd():
    return _stored_files.getcwd()


def getcwdb():
    return getcwd().encode()
