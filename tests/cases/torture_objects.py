"""Threads that meet on one object while its operation waits: each of them ends, with a value or a clear error."""
import array
import bisect
import collections
import contextvars
import copy
import csv
import functools
import heapq
import io
import itertools
import json
import pickle
import re
import threading
import time
import weakref


def pause():
    time.sleep(0.001)
    return True


class Slow:
    """An iterator that waits before each value."""

    def __init__(self, count=5, value=lambda number: number):
        self.count, self.value, self.number = count, value, 0

    def __iter__(self):
        return self

    def __next__(self):
        pause()
        self.number += 1
        if self.number > self.count:
            raise StopIteration
        return self.value(self.number)


class Key:
    """A value whose every special method waits."""

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        pause()
        return self.number % 3

    def __eq__(self, other):
        pause()
        return self.number == other.number

    def __lt__(self, other):
        pause()
        return self.number < other.number

    def __repr__(self):
        pause()
        return f'Key({self.number})'

    def __index__(self):
        pause()
        return self.number

    def __len__(self):
        pause()
        return 3

    def __getitem__(self, index):
        pause()
        return index


class Raw(io.RawIOBase):
    """A stream whose reads and writes wait."""

    def readable(self):
        return True

    writable = readable

    def readinto(self, buffer):
        pause()
        buffer[:3] = b'ab\n'
        return 3

    def write(self, data):
        pause()
        return len(data)


def meet(name, *works):
    """Runs each in a thread of its own; says what is no way to end."""
    bad = []

    def run(work):
        try:
            work()
        except (RuntimeError, ValueError, IndexError, KeyError, StopIteration, csv.Error):
            pass
        except BaseException as error:
            bad.append(repr(error))

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    print(name, *bad, *['a thread hangs' for thread in threads if thread.is_alive()])


def both(name, work):
    meet(name, work, work)


def keys(count=4):
    return [Key(number) for number in range(count)]


for name, shared in {
    'chain': itertools.chain(Slow(), Slow()),
    'from_iterable': itertools.chain.from_iterable(iter([Slow(), Slow(2)])),
    'islice': itertools.islice(Slow(), 0, 5, 2),
    'groupby': itertools.groupby(Slow(value=lambda number: number // 2)),
    'accumulate': itertools.accumulate(Slow()),
    'takewhile': itertools.takewhile(lambda value: pause() and value < 4, Slow()),
    'dropwhile': itertools.dropwhile(lambda value: pause() and value < 4, Slow()),
    'starmap': itertools.starmap(lambda *values: values, Slow(value=lambda number: (number,))),
    'pairwise': itertools.pairwise(Slow()),
    'compress': itertools.compress(Slow(), Slow()),
    'filterfalse': itertools.filterfalse(lambda value: not pause(), Slow()),
    'enumerate': enumerate(Slow()),
    'zip': zip(Slow(), Slow()),
    'map': map(lambda value: pause(), Slow()),
    'filter': filter(lambda value: pause(), Slow()),
    'generator': (pause() for _ in range(3)),
    'csv': csv.reader(Slow(value='a,{}'.format)),
}.items():
    both(name, lambda: list(shared))

cycle = itertools.cycle(Slow(3))
both('cycle', lambda: [next(cycle) for _ in range(5)])
first, second = itertools.tee(Slow())
meet('tee', lambda: list(first), lambda: list(second))
backwards = reversed(Key(1))
both('reversed', lambda: [next(backwards) for _ in range(2)])
calls = iter(Key(1).__len__, 9)
both('iter of a callable', lambda: next(calls))
cached = functools.lru_cache(2)(lambda value: pause())
both('lru_cache', lambda: [cached(number % 3) for number in range(6)])
both('lru_cache of slow keys', lambda: [cached(Key(number % 3)) for number in range(6)])


class Lazy:
    value = functools.cached_property(lambda self: pause())


lazy = Lazy()
both('cached_property', lambda: lazy.value)

table = {}
meet('dict', lambda: [table.setdefault(key, key.number) for key in keys()],
     lambda: [table.pop(key, None) for key in keys()], lambda: table.get(Key(3)))
full = {key: key.number for key in keys()}
meet('dict, compared and cleared', lambda: full == {key: key.number for key in keys()}, full.clear, lambda: repr(full))
group = set(keys())
meet('set', lambda: group | {Key(9)}, lambda: group.add(Key(11)), lambda: group.discard(Key(1)), lambda: Key(2) in group, group.clear)
row = [Key(number) for number in (3, 1, 2)]
meet('list', row.sort, lambda: row.append(Key(5)), lambda: Key(2) in row, lambda: row.remove(Key(1)), lambda: repr(row),
     lambda: row.index(Key(2)))
heap = [Key(number) for number in (3, 1, 2)]
meet('heapq', lambda: heapq.heappush(heap, Key(0)), lambda: heapq.heappop(heap), lambda: heapq.heapify(heap))
ordered = keys(6)
meet('bisect', lambda: bisect.insort(ordered, Key(3)), ordered.clear)
line = collections.deque(keys())
meet('deque', lambda: line.remove(Key(2)), lambda: line.append(1), lambda: line.count(Key(1)), lambda: repr(line), line.clear)
short = collections.deque(maxlen=3)
meet('deque of a length', lambda: short.extend(Slow()), lambda: short.append(1), lambda: list(short))
kept = collections.OrderedDict()
meet('OrderedDict', lambda: [kept.__setitem__(key, 1) for key in keys(3)], lambda: kept.move_to_end(Key(1)), kept.popitem)
made = collections.defaultdict(pause)
meet('defaultdict', lambda: made[1], lambda: made[2])
both('Counter', lambda: collections.Counter(Slow(value=lambda number: number % 2)))

text, data = io.StringIO(), io.BytesIO()
meet('StringIO', lambda: text.writelines(map(str, Slow())), text.getvalue)
meet('BytesIO', lambda: data.writelines(bytes([number]) for number in Slow()), data.getvalue)
reader = io.BufferedReader(Raw())
meet('BufferedReader', reader.readline, reader.peek, lambda: reader.read(2))
writer = io.BufferedWriter(Raw(), 4)
meet('BufferedWriter', lambda: writer.write(b'x' * 10), writer.flush)
lines = io.TextIOWrapper(io.BufferedReader(Raw()))
meet('TextIOWrapper, read', lines.readline, lambda: lines.read(2))
page = io.TextIOWrapper(io.BufferedWriter(Raw()))
both('TextIOWrapper, written', lambda: (page.write('x' * 10), page.flush()))

both('re', lambda: re.sub('a', lambda match: pause() and 'b', 'banana'))
both('json', lambda: json.dumps({1: object()}, default=lambda value: pause()))
context = contextvars.copy_context()
both('context', lambda: context.run(pause))
both('pickle', lambda: pickle.loads(pickle.dumps([Key(1)])))
both('deepcopy', lambda: copy.deepcopy(Key(4)))
weak = weakref.WeakValueDictionary()
both('weak dictionary', lambda: weak.setdefault(Key(1), Slow()))


class Meta(type):
    def mro(cls):
        pause()
        return type.mro(cls)


class Base:
    def __init_subclass__(cls, **options):
        pause()

    def __set_name__(self, owner, name):
        pause()


class Other:
    pass


def rebase():
    class Derived(Meta('First', (), {})):
        pass
    Derived.__bases__ = (Meta('Second', (), {}),)


meet('types', lambda: Meta('T', (), {}), lambda: type('U', (int,), {})(5) + 2, lambda: isinstance(5, Meta('Z', (), {})))
both('subclasses', lambda: type('Sub', (Base,), {'attribute': Base()}))
meet('bases', rebase, lambda: type('U', (Other,), {'x': 1}).x)
meet('bytes and text', lambda: bytes(Slow(3)), lambda: bytearray(Slow(3)), lambda: 'abc'[Key(1)],
     lambda: b''.join(bytes([number]) for number in Slow(3)), lambda: ','.join(map(str, Slow(3))))
octets = bytearray(b'abc')
meet('bytearray', lambda: octets.extend(Slow(3)), lambda: octets.append(1))
values = [1, 2, 3]
meet('list, extended', lambda: values.extend(Slow(3)), lambda: values.__setitem__(slice(0, 2), Slow(2)), lambda: values.append(1))
numbers = array.array('i', [1])
meet('array', lambda: numbers.extend(Slow(3)), lambda: numbers.append(Key(3)))
