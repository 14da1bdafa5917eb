"""sys.stdin, sys.stdout and sys.stderr: the terminal in the page."""

import _terminal_streams
import builtins
import codecs
import io
import sys


class _Stream(io.TextIOBase):
    """What the three have in common with the text streams of a program in a terminal."""

    encoding = 'utf-8'
    errors = 'strict'
    newlines = None
    line_buffering = True
    name = mode = descriptor = buffer = None

    def fileno(self):
        return self.descriptor

    def isatty(self):
        return True

    def reconfigure(self, **options):
        """Accepted and without effect: the page shows UTF-8, line by line."""

    def __repr__(self):
        return f'<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>'


class _Output(_Stream):
    mode = 'w'
    flush = _terminal_streams.flush

    def writable(self):
        return True


class Stdout(_Output):
    name, descriptor = '<stdout>', 1
    write = _terminal_streams.write_stdout


class Stderr(_Output):
    name, descriptor, errors = '<stderr>', 2, 'backslashreplace'
    write = _terminal_streams.write_stderr


class Stdin(_Stream):
    name, descriptor, mode = '<stdin>', 0, 'r'
    readline = _terminal_streams.read_line

    def readable(self):
        return True

    def read(self, size=-1):
        if size is None or size < 0:
            return ''.join(iter(self.readline, ''))
        return self.readline(size)


class _OutputBytes(io.BufferedIOBase):
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
    sys.stdin = sys.__stdin__ = Stdin()
    sys.stdout = sys.__stdout__ = Stdout()
    sys.stderr = sys.__stderr__ = Stderr()
    sys.stdin.buffer = _InputBytes(sys.stdin)
    for stream in sys.stdout, sys.stderr:
        stream.buffer = _OutputBytes(stream)
    builtins.input = _terminal_streams.input
