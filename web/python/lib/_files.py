"""open(), and import from the files of the process."""

import _io
import _stored_files
import builtins
import io
import posix
import sys
from _frozen_importlib import ModuleSpec, _call_with_frames_removed
from _functools import partial
from _paths import fail, fspath

_BUFFER_SIZE = 8192
_FLAGS = {
    'r': 0,
    'w': posix.O_CREAT | posix.O_TRUNC,
    'x': posix.O_CREAT | posix.O_EXCL,
    'a': posix.O_CREAT | posix.O_APPEND,
}


class FileIO(io.RawIOBase):
    """A file without a buffer: `io.FileIO`."""

    _fd = -1

    def __init__(self, file, mode='r', closefd=True, opener=None):
        kinds = [letter for letter in mode if letter in _FLAGS]
        if len(kinds) != 1 or set(mode) - set('rwxab+') or mode.count('+') > 1:
            raise ValueError('Must have exactly one of read/write/create/append mode and at most one plus')
        self._reads, self._writes = kinds == ['r'] or '+' in mode, kinds != ['r'] or '+' in mode
        self._kind, self.closefd, self.name = kinds[0], closefd, file
        flags = _FLAGS[kinds[0]] | (2 if self._reads and self._writes else int(self._writes)) | posix.O_CLOEXEC
        self._fd = self._descriptor(file, flags, closefd, opener)
        if posix.fstat(self._fd).st_mode & _stored_files.S_IFMT == _stored_files.S_IFDIR:
            self.close()
            fail(21, file)
        if kinds == ['a'] and self.seekable():
            posix.lseek(self._fd, 0, 2)

    @staticmethod
    def _descriptor(file, flags, closefd, opener):
        if isinstance(file, int):
            if file < 0:
                raise ValueError('negative file descriptor')
            posix.fstat(file)
            return file
        if not closefd:
            raise ValueError('Cannot use closefd=False with file name')
        if opener is None:
            return posix.open(file, flags, 0o666)
        fd = opener(file, flags)
        if not isinstance(fd, int):
            raise TypeError('expected integer from opener')
        if fd < 0:
            raise ValueError(f'opener returned {fd}')
        return fd

    @property
    def mode(self):
        if self._kind in 'xa':
            return self._kind + 'b' + '+' * self._reads
        return ('rb+' if self._writes else 'rb') if self._reads else 'wb'

    def __repr__(self):
        if self.closed:
            return '<_io.FileIO [closed]>'
        return f'<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self.closefd}>'

    def _check(self, can=True, what=''):
        if self.closed:
            raise ValueError('I/O operation on closed file')
        if not can:
            raise io.UnsupportedOperation(f'File not open for {what}')

    def readable(self):
        self._check()
        return self._reads

    def writable(self):
        self._check()
        return self._writes

    def seekable(self):
        self._check()
        try:
            posix.lseek(self._fd, 0, 1)
        except OSError:
            return False
        return True

    def fileno(self):
        self._check()
        return self._fd

    def isatty(self):
        self._check()
        return posix.isatty(self._fd)

    def read(self, size=-1):
        self._check(self._reads, 'reading')
        return self.readall() if size is None or size < 0 else posix.read(self._fd, size)

    def readall(self):
        self._check(self._reads, 'reading')
        parts = []
        while part := posix.read(self._fd, 1 << 20):
            parts.append(part)
        return b''.join(parts)

    def readinto(self, buffer):
        view = memoryview(buffer).cast('B')
        data = self.read(len(view))
        view[:len(data)] = data
        return len(data)

    def write(self, data):
        self._check(self._writes, 'writing')
        return posix.write(self._fd, data)

    def seek(self, offset, whence=0):
        self._check()
        return posix.lseek(self._fd, offset, whence)

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, size=None):
        self._check(self._writes, 'writing')
        size = self.tell() if size is None else size
        posix.ftruncate(self._fd, size)
        return size

    def close(self):
        if self.closed:
            return
        try:
            super().close()
        finally:
            if self.closefd and self._fd >= 0:
                posix.close(self._fd)


def open_file(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """As the built-in open()."""
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    if set(mode) - set('rwxabt+') or len(mode) > len(set(mode)):
        raise ValueError(f'invalid mode: {mode!r}')
    is_binary, kinds = 'b' in mode, [letter for letter in mode if letter in _FLAGS]
    if is_binary and 't' in mode:
        raise ValueError("can't have text and binary mode at once")
    if len(kinds) != 1:
        raise ValueError('must have exactly one of create/read/write/append mode')
    if is_binary:
        for name, value in ('encoding', encoding), ('errors', errors), ('newline', newline):
            if value is not None:
                raise ValueError(f"binary mode doesn't take {'a' if name == 'newline' else 'an'} {name} argument")
    if not isinstance(file, int):
        file = fspath(file, 'open', 'str, bytes, os.PathLike object or integer')
    elif 0 <= file <= 2:
        stream = (sys.__stdin__, sys.__stdout__, sys.__stderr__)[file]
        return stream.buffer if is_binary else stream
    if buffering == 0 and not is_binary:
        raise ValueError("can't have unbuffered text I/O")
    raw = FileIO(file, kinds[0] + '+' * ('+' in mode), closefd, opener)
    return _wrap(raw, mode, is_binary, buffering, encoding, errors, newline)


def _wrap(raw, mode, is_binary, buffering, encoding, errors, newline):
    if buffering == 0:
        return raw
    size = buffering if buffering > 1 else _BUFFER_SIZE
    kind = _io.BufferedRandom if '+' in mode else _io.BufferedReader if raw.readable() else _io.BufferedWriter
    buffered = kind(raw, size)
    if is_binary:
        return buffered
    try:
        text = _io.TextIOWrapper(buffered, encoding or 'utf-8', errors, newline, buffering == 1)
    except BaseException:
        buffered.close()
        raise
    text.mode = mode
    return text


def open_code(path):
    return open_file(path, 'rb')


class Finder:
    """Finds modules and packages among the files, along sys.path."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        last = fullname.rpartition('.')[2]
        for folder in sys.path if path is None else path:
            base = f'{folder}/{last}' if folder else last
            for file, is_package in (base + '/__init__.py', True), (base + '.py', False):
                status = _stored_files.stat(file)
                if status is not None and status[0] & _stored_files.S_IFREG:
                    return cls._spec(fullname, file, base, is_package)
        return None

    @classmethod
    def _spec(cls, fullname, file, base, is_package):
        spec = ModuleSpec(fullname, cls, origin=file, is_package=is_package)
        if is_package:
            spec.submodule_search_locations.append(base)
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        name, file = module.__spec__.name, module.__spec__.origin
        module.__spec__._set_fileattr = True
        module.__file__ = file
        if name in sys.stdlib_module_names and file == f'{sys.path[0]}/{name}.py'.lstrip('/'):
            module.__getattr__ = partial(_stored_files.fail_hidden, name, file)
        code = compile(_stored_files.content(file), file, 'exec', dont_inherit=True)
        _call_with_frames_removed(exec, code, module.__dict__)

    @classmethod
    def get_code(cls, fullname):
        """What runpy runs."""
        file = cls._file(fullname)
        return compile(_stored_files.content(file), file, 'exec', dont_inherit=True) if file else None

    @classmethod
    def _file(cls, fullname):
        package = sys.modules.get(fullname.rpartition('.')[0])
        spec = cls.find_spec(fullname, getattr(package, '__path__', None))
        return spec and spec.origin

    @classmethod
    def get_source(cls, fullname):
        """What linecache shows in a traceback."""
        module = sys.modules.get(fullname)
        content = _stored_files.content(getattr(module, '__file__', None) or '')
        return content.decode('utf-8', 'replace') if content is not None else None


# Under this name tracebacks leave the frame out.
Finder.exec_module.__code__ = Finder.exec_module.__code__.replace(co_filename='<frozen importlib._bootstrap_external>')


def forget_modules():
    """Lets the next program import the files as they are then."""
    for name, module in list(sys.modules.items()):
        if getattr(getattr(module, '__spec__', None), 'loader', None) is Finder:
            del sys.modules[name]
    if linecache := sys.modules.get('linecache'):
        linecache.checkcache()


def install():
    builtins.open = io.open = _io.open = _stored_files.open_quietly
    io.open_code = _io.open_code = open_code
    io.FileIO = _io.FileIO = FileIO
    # Before the frozen part of the library: a file of the program hides a module of the same name, as in Python.
    sys.meta_path.insert(1, Finder)
