"""The calls of `posix` on paths: the files the page wrote, then the room's file system, where AF_UNIX sockets live."""

import _errors
import _library
import _room
import _stored_files
from _record import Record

W_OK = 2
_S_IFDIR, _S_IFREG = 0o040000, 0o100000


class stat_result(Record):
    names = ('st_mode', 'st_ino', 'st_dev', 'st_nlink', 'st_uid', 'st_gid', 'st_size', 'st_atime', 'st_mtime', 'st_ctime')
    st_mtime_ns = property(lambda self: int(self.st_mtime * 1e9))


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
    """As the page names files; '' is the root, which is the working directory."""
    name = _octets(path).decode('utf-8', 'replace')
    return '/'.join(part for part in name.split('/') if part not in ('', '.'))


def _local_status(name):
    """Of a file or folder of the page; None where there is none."""
    text = _stored_files.read(name)
    if text is not None:
        return stat_result((_S_IFREG | 0o644, hash(name) & 0xffffffff, 0, 1, 1000, 1000, len(text.encode()), 0.0, 0.0, 0.0))
    if not name or any(other.startswith(name + '/') for other in _stored_files.names()):
        return stat_result((_S_IFDIR | 0o755, 1, 0, 1, 1000, 1000, 0, 0.0, 0.0, 0.0))
    return None


def _in_room(call, path):
    try:
        return call(_octets(path))
    except OSError as error:
        number = error.errno
    fail(number, path)


def _status(path):
    status = _local_status(local_name(path))
    if status is not None:
        return status
    # Tracebacks look for its source, which the relay need not hear of.
    if _octets(path).startswith(_library.FOLDER.encode()):
        fail(2, path)
    mode, inode = _in_room(_room.lstat, path)
    return stat_result((mode, inode, 0, 1, 1000, 1000, 0, 0.0, 0.0, 0.0))


def stat(path, *, dir_fd=None, follow_symlinks=True):
    if isinstance(path, int):
        fail(9)
    return _status(fspath(path, 'stat', 'string, bytes, os.PathLike or integer'))


def lstat(path, *, dir_fd=None):
    return _status(fspath(path, 'lstat'))


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    path = fspath(path, 'access')
    try:
        _status(path)
    except OSError:
        return False
    return not mode & W_OK or _local_status(local_name(path)) is None


def listdir(path='.'):
    if local_name(fspath(path, 'listdir')):
        fail(2, path)
    return _stored_files.names()


def unlink(path, *, dir_fd=None):
    path = fspath(path, 'unlink')
    if _local_status(local_name(path)):
        fail(30, path)
    _in_room(_room.unlink, path)


def remove(path, *, dir_fd=None):
    unlink(fspath(path, 'remove'))


def mkdir(path, mode=0o777, *, dir_fd=None):
    path = fspath(path, 'mkdir')
    if _local_status(local_name(path)):
        fail(17, path)
    _in_room(_room.mkdir, path)


def rmdir(path, *, dir_fd=None):
    path = fspath(path, 'rmdir')
    if _local_status(local_name(path)):
        fail(30, path)
    _in_room(_room.rmdir, path)


def chdir(path):
    if local_name(fspath(path, 'chdir')):
        fail(2, path)
