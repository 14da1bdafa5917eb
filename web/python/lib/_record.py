"""Tuples whose places have names, as os.stat returns them; collections.namedtuple would load far more."""


class Record(tuple):
    names = ()

    def __getattr__(self, name):
        try:
            return self[self.names.index(name)]
        except ValueError:
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}') from None

    def __repr__(self):
        places = ', '.join(f'{name}={value!r}' for name, value in zip(self.names, self))
        return f'{type(self).__name__}({places})'
