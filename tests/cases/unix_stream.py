"""A stream socket with a path, as every tutorial has it."""
import os
import socket
import stat
import threading

PATH = '/tmp/case-unix-stream'


def attempt(work):
    try:
        print('returned', work())
    except Exception as error:
        print(type(error).__name__, error)


try:
    os.unlink(PATH)
except OSError:
    if os.path.exists(PATH):
        raise

server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
print(repr(server.getsockname()), os.path.exists(PATH))
server.bind(PATH)
print(repr(server.getsockname()), os.path.exists(PATH))
print(stat.S_ISSOCK(os.stat(PATH).st_mode), stat.S_ISDIR(os.stat('/tmp').st_mode), os.path.isfile(PATH))
server.listen(1)


seen = []


def serve():
    connection, address = server.accept()
    with connection:
        seen.append((address, connection.getpeername(), connection.getsockname()))
        while data := connection.recv(16):
            connection.sendall(data.upper())


thread = threading.Thread(target=serve)
thread.start()
with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
    client.connect(PATH)
    print(client.getpeername(), repr(client.getsockname()), client.family, client.type, client.proto)
    client.sendall(b'This is the message.  It will be repeated.')
    client.shutdown(socket.SHUT_WR)
    with client.makefile('rb') as file:
        print(file.read())
thread.join()
print(seen)

attempt(lambda: socket.socket(socket.AF_UNIX).bind(PATH))
server.close()
print(os.path.exists(PATH))
attempt(lambda: socket.socket(socket.AF_UNIX).connect(PATH))
if os.path.exists(PATH):
    os.remove(PATH)
print(os.path.exists(PATH))
attempt(lambda: socket.socket(socket.AF_UNIX).connect(PATH))

with socket.socket(socket.AF_UNIX) as relative, socket.socket(socket.AF_UNIX) as client:
    relative.bind('case-relative')
    relative.listen()
    client.connect(b'./case-relative')
    print(relative.getsockname(), client.getpeername(), os.path.exists('case-relative'))
os.unlink('case-relative')

with socket.create_server(('127.0.0.1', 0)) as inet:
    attempt(lambda: inet.connect(PATH))
with socket.socket(socket.AF_UNIX) as client:
    client.settimeout(2)
    print(client.connect_ex(PATH), client.connect_ex('\0case-no-such-name'))
