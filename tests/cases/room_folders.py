"""Folders of sockets: what is in them, and permissions."""
import os
import socket
import stat


def attempt(work):
    try:
        print('returned', work())
    except OSError as error:
        print(type(error).__name__, error)


TOP = '/tmp/case-folders'
os.mkdir(TOP)
print(os.listdir(TOP), os.listdir(TOP.encode()))
os.makedirs(TOP + '/deep/down')
path = TOP + '/socket'
with socket.socket(socket.AF_UNIX) as one:
    one.bind(path)
    print(sorted(os.listdir(TOP)), sorted(os.listdir(TOP.encode() + b'/')), 'case-folders' in os.listdir('/tmp'))
    with os.scandir(TOP) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            print(entry, entry.path, os.fspath(entry), entry.is_dir(), entry.is_file(), entry.is_symlink())
            print(stat.S_ISSOCK(entry.stat().st_mode), entry.inode() == os.stat(entry.path).st_ino)
    for folder, folders, files in os.walk(TOP):
        print(folder, sorted(folders), sorted(files))
    for mode in 0o600, 0o755, 0o000, 0o666:
        os.chmod(path, mode)
        print(oct(stat.S_IMODE(os.stat(path).st_mode)))
    os.chmod(TOP + '/deep', 0o700)
    print(stat.filemode(os.stat(TOP + '/deep').st_mode))
    attempt(lambda: os.listdir(path))
    attempt(lambda: os.scandir(path))
attempt(lambda: os.listdir(TOP + '/none'))
attempt(lambda: os.scandir(TOP + '/none'))
attempt(lambda: os.chmod(TOP + '/none', 0o600))
print('tmp' in os.listdir('/'), 'tmp' in [entry.name for entry in os.scandir('/')])
attempt(lambda: os.rmdir('/tmp/'))
os.unlink(path)
for folder in '/deep/down', '/deep', '':
    os.rmdir(TOP + folder)
print('case-folders' in os.listdir('/tmp'))
