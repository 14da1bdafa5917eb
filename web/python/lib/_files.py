"""open() and import for the files that the page wrote. They are texts in memory, and can be read only."""

import _errors
import _io
import _stored_files
import builtins
import sys
from _frozen_importlib import ModuleSpec


def _name(file):
    name = file.decode() if isinstance(file, bytes) else file
    return name.removeprefix('/').removeprefix('./')


def _fail(number, file):
    raise OSError(number, _errors.strerror(number), file)


def open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """As the built-in function; what it cannot do here it says as a Linux with a read-only disk would."""
    if isinstance(file, int):
        streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
        if file not in range(len(streams)):
            _fail(9, file)
        return streams[file].buffer if 'b' in mode else streams[file]
    file = file.__fspath__() if hasattr(file, '__fspath__') else file
    if set(mode) & set('wax+'):
        _fail(30, file)
    text = _stored_files.read(_name(file))
    if text is None:
        _fail(2, file)
    data = _io.BytesIO(text.encode())
    return data if 'b' in mode else _io.TextIOWrapper(data, encoding or 'utf-8', errors, newline)


class Finder:
    """Finds modules and packages among the files."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        base = fullname.replace('.', '/')
        for file, is_package in (base + '.py', False), (base + '/__init__.py', True):
            if _stored_files.read(file) is not None:
                spec = ModuleSpec(fullname, cls, origin=file, is_package=is_package)
                spec.has_location = True
                return spec
        return None

    @staticmethod
    def create_module(spec):
        return None

    @classmethod
    def exec_module(cls, module):
        file = module.__spec__.origin
        exec(compile(_stored_files.read(file), file, 'exec'), module.__dict__)


def forget_modules():
    """Lets the next program import the files as they are then."""
    for name, module in list(sys.modules.items()):
        if getattr(getattr(module, '__spec__', None), 'loader', None) is Finder:
            del sys.modules[name]


def install():
    builtins.open = _io.open = sys.modules['io'].open = open
    sys.meta_path.append(Finder)
