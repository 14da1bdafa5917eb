"""Where the library's own functions say they are: where a Linux has their files. Tracebacks fetch their lines."""

FOLDER = '/usr/lib/python3.14/'
