"""An endless recursion is an exception, whatever it goes through."""
import functools
import json


class Loop:
    def __repr__(self):
        return '%r' % self

    def __format__(self, spec):
        return format(self, spec)

    def __eq__(self, other):
        return [self] == [other]

    def __getattr__(self, name):
        return getattr(self, name)

    def __call__(self):
        return self()

    __hash__ = object.__hash__


def down(number):
    return number and 1 + down(number - 1)


loop = Loop()
for name, work in {
    'plain': lambda: down(-1),
    'repr': lambda: repr(loop),
    'format': lambda: format(loop),
    'equal': lambda: loop == Loop(),
    'attribute': lambda: loop.missing,
    'call': loop,
    'sort': functools.partial((sort := lambda x: sorted([2, 1], key=sort)), 0),
    'json': functools.partial((encode := lambda x: json.dumps(Loop, default=encode)), 0),
}.items():
    try:
        work()
    except RecursionError as error:
        print(name, type(error).__name__)

print(down(200))
