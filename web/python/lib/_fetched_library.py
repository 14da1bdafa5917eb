"""Import from the parts of Python's library that are fetched when a program first needs them."""

import _stored_library
import sys
from _frozen_importlib import FrozenImporter, ModuleSpec
from _imp import is_frozen_package
from _library import FOLDER
from _zones import AMENDMENTS


def _path(fullname, is_package):
    return fullname.replace('.', '/') + ('/__init__.py' if is_package else '.py')


class Finder:
    """Finds modules and packages of the library, and is their loader."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        is_package = _stored_library.is_package(fullname)
        if is_package is None:
            return None
        spec = ModuleSpec(fullname, cls, origin=FOLDER + _path(fullname, is_package), is_package=is_package)
        if is_package:
            spec.submodule_search_locations.append(FOLDER + fullname.replace('.', '/'))
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        spec = module.__spec__
        module.__file__ = spec.origin
        exec(_stored_library.code(spec.name), module.__dict__)
        if spec.name in AMENDMENTS:
            AMENDMENTS[spec.name](module)

    get_code = staticmethod(_stored_library.code)

    @staticmethod
    def get_source(fullname):
        """What linecache shows in a traceback; fetched for it alone."""
        return _source(_path(fullname, _stored_library.is_package(fullname)))

    @staticmethod
    def is_package(fullname):
        return bool(_stored_library.is_package(fullname))


class Tables:
    """Finds nothing, but sees to it that the native modules of some encodings have their tables."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname.startswith('_codecs_'):
            _stored_library.bring_tables()


def _source(path):
    try:
        return _stored_library.source(path)
    except ImportError:
        # Without the relay a traceback has no source lines, but it has to be there all the same.
        return None


def install():
    sys.meta_path.insert(0, Tables)
    sys.meta_path.append(Finder)
    FrozenImporter.get_source = staticmethod(lambda fullname: _source(_path(fullname, is_frozen_package(fullname))))
