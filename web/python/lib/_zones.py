"""zoneinfo without a file system: where the library would look for files, the worker's own data stand in."""

import _zone_data


def _common(module):
    def load_tzdata(key):
        import io
        data = _zone_data.read(key)
        if data is None:
            raise module.ZoneInfoNotFoundError(f'No time zone found with key {key}')
        return io.BytesIO(data)
    module.load_tzdata = load_tzdata


def _tzpath(module):
    module.available_timezones = lambda: set(_zone_data.names())


# By the name of the module that is amended once it has run.
AMENDMENTS = {'zoneinfo._common': _common, 'zoneinfo._tzpath': _tzpath}
