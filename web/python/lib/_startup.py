"""What is set up before the first prompt, said in Python."""

import _errors
import _excepthook  # It puts itself into _thread.
import _files
import _prompt
import _site
import _terminal
import errno
import sys

_terminal.install()
_files.install()
_site.install()
sys.displayhook = sys.__displayhook__ = _prompt.displayhook
errno.__dict__.update(_errors.numbers())
errno.errorcode = _errors.names()
sys.platform = 'linux'
sys.ps1, sys.ps2 = '>>> ', '... '
sys.argv = ['']
sys.path[:] = ['']
