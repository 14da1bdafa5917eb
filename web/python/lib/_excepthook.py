"""What threading does with an exception that leaves a thread. Its own fallback imports traceback at once."""

import _thread
import sys

from _record import Record


class ExceptHookArgs(Record):
    names = ('exc_type', 'exc_value', 'exc_traceback', 'thread')


def excepthook(args, /):
    stderr = sys.stderr if sys.stderr is not None else getattr(args.thread, '_stderr', None)
    if args.exc_type is SystemExit or stderr is None:
        return
    import traceback
    name = _thread.get_ident() if args.thread is None else args.thread.name
    print(f'Exception in thread {name}:', file=stderr)
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback, file=stderr)


_thread._excepthook, _thread._ExceptHookArgs = excepthook, ExceptHookArgs
