"""Import from the files that the page wrote."""

import _stored_files
import builtins
import io
import sys
from _frozen_importlib import ModuleSpec


class Finder:
    """Finds modules and packages among the files."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        base = fullname.replace('.', '/')
        for file, is_package in (base + '.py', False), (base + '/__init__.py', True):
            if _stored_files.read(file) is not None:
                return ModuleSpec(fullname, cls, origin=file, is_package=is_package)
        return None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        module.__file__ = module.__spec__.origin
        exec(compile(_stored_files.read(module.__file__), module.__file__, 'exec'), module.__dict__)


def forget_modules():
    """Lets the next program import the files as they are then."""
    for name, module in list(sys.modules.items()):
        if getattr(getattr(module, '__spec__', None), 'loader', None) is Finder:
            del sys.modules[name]


def install():
    builtins.open = io.open = _stored_files.open
    sys.meta_path.append(Finder)
