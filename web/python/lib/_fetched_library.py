"""Import from the part of Python's library that is fetched when a program first needs it."""

import _stored_library
import sys
from _frozen_importlib import ModuleSpec
from _library import FOLDER
from _library_names import OUTERMOST


class Finder:
    """Finds modules and packages of the library, and is their loader."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname.partition('.')[0] not in OUTERMOST:
            return None
        is_package = _stored_library.is_package(fullname)
        if is_package is None:
            return None
        folder = FOLDER + fullname.replace('.', '/')
        file = folder + ('/__init__.py' if is_package else '.py')
        spec = ModuleSpec(fullname, cls, origin=file, is_package=is_package)
        if is_package:
            spec.submodule_search_locations.append(folder)
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @classmethod
    def exec_module(cls, module):
        spec = module.__spec__
        module.__file__ = spec.origin
        exec(cls.get_code(spec.name), module.__dict__)

    @classmethod
    def get_code(cls, fullname):
        return compile(cls.get_source(fullname), cls.find_spec(fullname).origin, 'exec', dont_inherit=True)

    @staticmethod
    def get_source(fullname):
        """What linecache shows in a traceback."""
        return _stored_library.source(fullname)

    @staticmethod
    def is_package(fullname):
        return bool(_stored_library.is_package(fullname))


def install():
    sys.meta_path.append(Finder)
