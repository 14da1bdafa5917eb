"""Where the library's own functions say they are: where a Linux has their files. Nothing of them is to be read there."""

import _imp

FOLDER = '/usr/lib/python3.14/'


def install():
    find = _imp.get_frozen_object

    def get_frozen_object(name, *data):
        code = find(name, *data)
        path = name.replace('.', '/') + ('/__init__.py' if _imp.is_frozen_package(name) else '.py')
        _imp._fix_co_filename(code, FOLDER + path)
        return code

    _imp.get_frozen_object = get_frozen_object
