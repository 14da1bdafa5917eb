"""Files: what open() and os do with them, in a folder of this program's own."""
import csv
import io
import json
import os
import pathlib
import shutil
import stat
import tempfile


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


os.mkdir('case-files')
os.chdir('case-files')
with open('a.txt', 'w') as file:
    print(file.write('one\ntwo\n'), file.tell(), file.name, file.mode, file.readable(), file.writable(), file.seekable())
    file.write('drei: äöü 中文\n')
print(os.path.getsize('a.txt'), open('a.txt', 'rb').read()[:7], open('a.txt', encoding='utf-8').readlines())
with open('a.txt', 'a') as file:
    print(file.tell(), file.write('four\n'))
with open('a.txt', 'r+') as file:
    print(repr(file.readline()), file.seek(0), file.write('ONE'), file.seek(0), repr(file.read(5)))
with open('a.txt', 'rb+') as file:
    print(file.seek(-5, os.SEEK_END), file.read(), file.seek(1), file.write(b'--'), file.truncate(6), file.seek(0), file.read())
with open('b.bin', 'wb') as file:
    print(file.write(bytes(range(256))), file.seek(300), file.write(b'end'))
print(len(open('b.bin', 'rb').read()), open('b.bin', 'rb').read()[254:302])
with open('b.bin', 'rb', buffering=0) as file:
    block = bytearray(4)
    print(type(file).__name__, file.readinto(block), bytes(block), file.read(2), file.tell())
attempt(lambda: open('b.bin').read())
attempt(lambda: open('a.txt', 'x'))
attempt(lambda: open('missing'))
attempt(lambda: open('missing/a', 'w'))
attempt(lambda: open('a.txt/b', 'w'))
attempt(lambda: open('.', 'r'))
attempt(lambda: open('a.txt', 'rw'))
attempt(lambda: open('a.txt', 'q'))
attempt(lambda: open('a.txt', 'rb', encoding='utf-8'))
attempt(lambda: open('a.txt', buffering=0))
attempt(lambda: open('a.txt').write('x'))
attempt(lambda: open('c.txt', 'w').read())
closed = open('a.txt')
closed.close()
print(closed.closed)
with open('x.txt', 'x', newline='') as file:
    file.write('a\r\nb\n')
print(repr(open('x.txt').read()), repr(open('x.txt', newline='').read()))

print(sorted(os.listdir()), os.listdir('.') == os.listdir(os.getcwd()), os.path.basename(os.getcwd()))
os.makedirs('d/e')
pathlib.Path('d/e/f.txt').write_text('deep')
print([(sorted(folders), sorted(files)) for _, folders, files in os.walk('d')])
with os.scandir('d') as entries:
    print([(entry.name, entry.path, entry.is_dir(), entry.is_file()) for entry in entries])
status = os.stat('a.txt')
print(stat.S_ISREG(status.st_mode), status.st_size, stat.S_ISDIR(os.stat('d').st_mode), stat.filemode(status.st_mode))
print(os.path.exists('d/e'), os.path.isdir('d/e'), os.path.isfile('d/e/f.txt'), os.path.exists('d/x'), os.path.samefile('d', 'd/e/..'))
os.rename('a.txt', 'd/moved.txt')
os.replace('x.txt', 'd/moved.txt')
print(sorted(os.listdir('d')), os.path.exists('a.txt'), os.path.getsize('d/moved.txt'))
os.rename('d', 'g')
print(pathlib.Path('g/e/f.txt').read_text(), sorted(path.name for path in pathlib.Path('g').rglob('*')))
attempt(lambda: os.rename('missing', 'x'))
attempt(lambda: os.mkdir('g'))
attempt(lambda: os.mkdir('missing/x'))
attempt(lambda: os.rmdir('g'))
attempt(lambda: os.remove('missing'))
attempt(lambda: os.rmdir('c.txt'))
attempt(lambda: os.listdir('missing'))
attempt(lambda: os.listdir('c.txt'))
attempt(lambda: os.chdir('missing'))
attempt(lambda: os.chdir('c.txt'))

fd = os.open('raw', os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
print(os.write(fd, b'hello'), os.lseek(fd, 1, os.SEEK_SET), os.read(fd, 2), os.fstat(fd).st_size)
os.ftruncate(fd, 3)
other = os.dup(fd)
os.close(fd)
os.close(other)
attempt(lambda: os.close(fd))
attempt(lambda: os.read(fd, 1))
with os.fdopen(os.open('raw', os.O_RDONLY), 'rb') as file:
    print(file.read())
held = open('held', 'w+')
held.write('still here')
os.remove('held')
held.seek(0)
print(held.read(), os.path.exists('held'))
held.close()
os.chmod('raw', 0o400)
os.utime('raw', (1000, 2000))
print(stat.filemode(os.stat('raw').st_mode), os.path.getmtime('raw'), os.access('raw', os.R_OK))
os.chmod('raw', 0o600)

with open('t.csv', 'w', newline='') as file:
    csv.writer(file).writerows([['name', 'n'], ['a, b', 1]])
print(repr(open('t.csv', newline='').read()), list(csv.DictReader(open('t.csv', newline=''))))
json.dump({'a': [1, None]}, open('t.json', 'w'))
print(json.load(open('t.json')), io.open is open)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'x')
    pathlib.Path(path).touch()
    print(os.listdir(folder))
print(os.path.exists(folder))
with tempfile.NamedTemporaryFile('w+') as file:
    file.write('temporary')
    file.seek(0)
    print(file.read(), os.path.exists(file.name))
with tempfile.TemporaryFile() as file:
    file.write(b'bytes')
    file.seek(2)
    print(file.read())
shutil.copy('t.json', 'copy.json')
shutil.copytree('g', 'tree')
print(sorted(os.listdir('tree')), open('copy.json').read())
shutil.rmtree('tree')
for line in open('t.csv'):
    print('line', line.rstrip())
with open('own_module.py', 'w') as file:
    file.write('import sys\nvalue = 6 * 7\n\ndef where():\n    return __name__\n')
import sys
sys.path.insert(0, os.getcwd())
import own_module
print(own_module.value, own_module.where(), os.path.basename(own_module.__file__))
os.chdir('..')
shutil.rmtree('case-files')
print(os.path.exists('case-files'))
