"""The names that Python's site module adds for the prompt."""

import builtins


class Quitter:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f'Use {self.name}() or Ctrl-D (i.e. EOF) to exit'

    def __call__(self, code=None):
        raise SystemExit(code)


class Helper:
    """help(thing): its signature and its documentation. The library's own help would be a large download."""

    def __repr__(self):
        return 'Type help(thing) for what thing says about itself; docs.python.org has the rest.'

    def __call__(self, *things):
        if not things:
            print(self)
        for thing in things:
            self.describe(thing)

    def describe(self, thing):
        import inspect
        from _documentation import of_socket_method
        signature, text = of_socket_method(thing) or (None, None)
        if signature is None:
            try:
                signature = str(inspect.signature(thing))
            except (TypeError, ValueError):
                signature = ''
            text = inspect.getdoc(thing) or 'It has no documentation.'
        name = getattr(thing, '__qualname__', None) or getattr(thing, '__name__', type(thing).__name__)
        print(name, signature, sep='')
        for line in text.splitlines():
            print('   ', line)


def install():
    builtins.exit, builtins.quit = Quitter('exit'), Quitter('quit')
    builtins.help = Helper()
