"""What is known of an installation where there is none: where the library's modules say they are, and nothing of how it was built."""

import sys
from _library import FOLDER

_PATHS = dict.fromkeys(('stdlib', 'platstdlib', 'purelib', 'platlib'), FOLDER.rstrip('/'))
_PATHS |= {'include': '/usr/include/python3.14', 'scripts': '/usr/bin', 'data': '/usr'}


def get_config_vars(*names):
    known = {'prefix': '/usr', 'exec_prefix': '/usr', 'py_version_short': get_python_version(), 'EXT_SUFFIX': '.so'}
    return [known.get(name) for name in names] if names else known


def get_config_var(name):
    return get_config_vars().get(name)


def get_scheme_names():
    return ('posix_prefix',)


def get_default_scheme():
    return 'posix_prefix'


get_preferred_scheme = lambda key: get_default_scheme()


def get_path_names():
    return tuple(_PATHS)


def get_paths(scheme='posix_prefix', vars=None, expand=True):
    return dict(_PATHS)


def get_path(name, scheme='posix_prefix', vars=None, expand=True):
    return _PATHS[name]


def get_platform():
    return 'linux-wasm32'


def get_python_version():
    return '%d.%d' % sys.version_info[:2]


def is_python_build():
    return False
