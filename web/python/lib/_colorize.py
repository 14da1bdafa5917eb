"""In the place of the library's own module: the page has colours of its own, so Python adds none.

The other one imports dataclasses and inspect, which would make the first traceback wait.
"""

COLORIZE = False


class ANSIColors:
    """Whatever the colour, nothing is written for it."""

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return ''


NoColors = ANSIColors()


class Theme:
    argparse = syntax = traceback = unittest = NoColors


def can_colorize(*, file=None):
    return False


def get_colors(colorize=False, *, file=None):
    return NoColors


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    return Theme


def decolor(text):
    return text
