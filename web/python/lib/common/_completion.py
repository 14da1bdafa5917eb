"""What Tab offers at the prompt: names, attributes, keywords, modules, and names of files within quotes."""

import re

LIMIT = 400
_IMPORTING = re.compile(r'\s*(?:import|from)\s+(?:[\w.]+\s*,\s*)*([\w.]*)')
_TAKING = re.compile(r'\s*from\s+([\w.]+)\s+import\s+(?:.*[\s,(])?(\w*)')
_DOTTED = re.compile(r'(?:\w+\.)*\w*$')


def complete(before, names):
    """What may follow the text before the cursor: how much of it is replaced, in characters, and pairs of text and kind."""
    line = before.rpartition('\n')[2]
    path = _path_begun(line)
    if path is not None:
        found = _files(path)
    elif match := _TAKING.fullmatch(line):
        found = len(match[2]), _taken(*match.groups())
    elif match := _IMPORTING.fullmatch(line):
        found = _modules(match[1])
    else:
        begun = _DOTTED.search(line)[0]
        # What comes before a dot here is an expression that only running it would tell.
        found = (0, []) if line[:len(line) - len(begun)].endswith('.') else _expression(begun, names)
    size, options = found
    return size, sorted(set(options))[:LIMIT]


def _path_begun(line):
    """The text of a string that is open at the end of the line."""
    quote, start, skip = None, 0, False
    for at, character in enumerate(line):
        if skip:
            skip = False
        elif quote:
            skip = character == '\\'
            quote = None if character == quote else quote
        elif character in '\'"':
            quote, start = character, at + 1
        elif character == '#':
            return None
    return line[start:] if quote else None


def _files(path):
    import os
    folder, slash, begun = path.rpartition('/')
    options = []
    try:
        with os.scandir(folder + slash or '.') as entries:
            options = [(entry.name + '/' * entry.is_dir(), 'file') for entry in entries if entry.name.startswith(begun)]
    except OSError:
        pass  # There is no such folder, and so nothing to offer.
    return len(begun), options


def _own_files():
    """Those of the process in its folder. os.listdir() would ask the room as well, by a call that the timeline shows."""
    import os
    import _stored_files
    try:
        return _stored_files.listdir(os.getcwd())
    except OSError:
        return []


def _modules(begun):
    import sys
    package, dot, last = begun.rpartition('.')
    if dot:
        return len(last), _taken(package, last)
    import _imp
    import _stored_library
    known = {*sys.builtin_module_names, *sys.modules, *_stored_library.names(), *_imp._frozen_module_names()}
    found = {name.partition('.')[0] for name in known}
    found |= {name[:-3] for name in _own_files() if name.endswith('.py')}
    return len(begun), [(name, 'module') for name in found if _is_offered(name, begun)]


def _taken(module, begun):
    """Names of a module that is imported already: importing one could do anything."""
    import sys
    return [(name, 'variable') for name in dir(sys.modules.get(module)) if _is_offered(name, begun)]


def _expression(begun, names):
    import rlcompleter
    completer = rlcompleter.Completer(names)
    dot, last = begun.rpartition('.')[1:]
    try:
        matches = completer.attr_matches(begun) if dot else completer.global_matches(begun)
    except Exception:
        matches = ()  # A property of the program's own may raise anything.
    return len(last), [_option(match, begun[:len(begun) - len(last)]) for match in matches]


def _option(match, prefix):
    name = match.rstrip('( :)')
    if match != name:
        kind = 'function' if '(' in match else 'keyword'
    else:
        kind = 'keyword' if name in _keywords() and not prefix else 'variable'
    return name[len(prefix):], kind


def _keywords():
    import keyword
    return keyword.kwlist


def _is_offered(name, begun):
    return name.startswith(begun) and (begun.startswith('_') or not name.startswith('_'))
