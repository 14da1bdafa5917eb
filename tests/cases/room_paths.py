"""Paths of sockets: what os says of them."""
import errno
import os
import socket
import stat


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


class Named:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


TOP = '/tmp/case-paths'
os.makedirs(TOP + '/deep/down')
os.makedirs(TOP + '/deep/down', exist_ok=True)
attempt(lambda: os.makedirs(TOP + '/deep'))
attempt(lambda: os.mkdir(TOP))
attempt(lambda: os.mkdir(TOP + '/no/such'))
print(os.path.isdir(TOP), os.path.exists(TOP + '/deep'), os.path.isdir(TOP + '/deep/down/'), os.path.islink(TOP))
path = os.path.join(TOP, 'deep', 'socket')
with socket.socket(socket.AF_UNIX) as one:
    one.bind(path)
    status = os.stat(path)
    print(stat.S_ISSOCK(status.st_mode), stat.filemode(status.st_mode)[0], status.st_ino == os.lstat(path).st_ino)
    print(status.st_ino != os.stat(TOP).st_ino, os.path.samefile(path, TOP + '/deep/../deep/socket'))
    print(os.path.exists(path), os.path.lexists(path.encode()), os.path.exists(Named(path)), os.path.isdir(path))
    print(os.access(path, os.F_OK), os.access(path, os.R_OK | os.W_OK), os.access(path + 'x', os.F_OK))
    attempt(lambda: os.rmdir(path))
    attempt(lambda: os.rmdir(TOP + '/deep'))
    attempt(lambda: os.mkdir(path))
    attempt(lambda: os.stat(path + '/below'))
    attempt(lambda: os.unlink(TOP + '/deep/down'))
    os.unlink(Named(path))
    print(os.path.exists(path), one.getsockname() == path)
attempt(lambda: os.unlink(path))
attempt(lambda: os.remove(path.encode()))
attempt(lambda: os.unlink(Named(path)))
attempt(lambda: os.stat(path))
attempt(lambda: os.lstat(path))
attempt(lambda: os.rmdir(path))
attempt(lambda: os.stat(''))
attempt(lambda: os.unlink(5))
attempt(lambda: os.unlink(None))
attempt(lambda: os.mkdir(None))
attempt(lambda: os.stat(2.5))
attempt(lambda: os.stat('n' * 300))
try:
    os.unlink(path)
except FileNotFoundError as error:
    print(error.errno == errno.ENOENT, error.filename == path, error.strerror)
for folder in '/deep/down/', '/deep', '':
    os.rmdir(TOP + folder)
print(os.path.exists(TOP))
