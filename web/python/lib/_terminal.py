"""sys.stdin, sys.stdout and sys.stderr: the terminal in the page."""

import _terminal_streams
import codecs
import io
import sys


class _Bytes(io.BufferedIOBase):
    """The `buffer` of an output stream: bytes that are UTF-8."""

    def __init__(self, text):
        self.text = text
        self.decoder = codecs.getincrementaldecoder('utf-8')('replace')

    def writable(self):
        return True

    def write(self, data):
        self.text.write(self.decoder.decode(bytes(data)))
        return len(data)

    def flush(self):
        self.text.flush()


class Output(io.TextIOBase):
    """A stream whose text the page shows."""

    encoding = 'utf-8'
    mode = 'w'
    newlines = None
    line_buffering = True

    def __init__(self, descriptor, name, errors, write):
        self.descriptor = descriptor
        self.name = name
        self._errors = errors
        self._write = write
        self._buffer = None

    errors = property(lambda self: self._errors)

    @property
    def buffer(self):
        if self._buffer is None:
            self._buffer = _Bytes(self)
        return self._buffer

    def write(self, text):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
        self._write(text)
        return len(text)

    def flush(self):
        _terminal_streams.flush()

    def fileno(self):
        return self.descriptor

    def isatty(self):
        return True

    def writable(self):
        return True

    def reconfigure(self, **options):
        """Accepted and without effect: the page always shows UTF-8, line by line."""

    def __repr__(self):
        return f'<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>'


class Input(io.TextIOBase):
    """The lines that are typed into the page."""

    encoding = 'utf-8'
    errors = 'strict'
    mode = 'r'
    name = '<stdin>'
    newlines = None

    def __init__(self):
        self._rest = ''

    def readline(self, size=-1):
        line, self._rest = self._rest or _terminal_streams.read_line(), ''
        if size is not None and 0 <= size < len(line):
            line, self._rest = line[:size], line[size:]
        return line

    def read(self, size=-1):
        if size is None or size < 0:
            return ''.join(iter(self.readline, ''))
        return self.readline(size)

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    @property
    def buffer(self):
        return _InputBytes(self)

    def fileno(self):
        return 0

    def isatty(self):
        return True

    def readable(self):
        return True

    def __repr__(self):
        return f'<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>'


class _InputBytes(io.BufferedIOBase):
    """The `buffer` of sys.stdin."""

    def __init__(self, text):
        self.text = text

    def readable(self):
        return True

    def readline(self, size=-1):
        return self.text.readline(size).encode()

    def read(self, size=-1):
        return self.text.read(size).encode()


def install():
    sys.stdin = sys.__stdin__ = Input()
    sys.stdout = sys.__stdout__ = Output(1, '<stdout>', 'strict', _terminal_streams.write_stdout)
    sys.stderr = sys.__stderr__ = Output(2, '<stderr>', 'backslashreplace', _terminal_streams.write_stderr)
