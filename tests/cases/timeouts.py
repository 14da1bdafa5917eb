"""Blocking, not blocking, and in between."""
import errno
import socket
import time

print(socket.getdefaulttimeout())
socket.setdefaulttimeout(3)
with socket.socket() as s:
    print(s.gettimeout())
socket.setdefaulttimeout(None)

with socket.socket() as listener:
    listener.bind(('127.0.0.1', 0))
    listener.listen()
    listener.settimeout(0.1)
    begun = time.monotonic()
    try:
        listener.accept()
    except socket.timeout as error:
        print(type(error).__name__, error, error.errno, 0.09 < time.monotonic() - begun < 2)
    listener.setblocking(False)
    try:
        listener.accept()
    except BlockingIOError as error:
        print(error, error.errno == errno.EAGAIN)
    client = socket.socket()
    client.setblocking(False)
    print(errno.errorcode[client.connect_ex(listener.getsockname())])
    client.setblocking(True)
    listener.settimeout(5)
    connection, _ = listener.accept()
    print(connection.gettimeout())
    connection.settimeout(0.05)
    try:
        connection.recv(1)
    except TimeoutError as error:
        print(error)
    connection.setblocking(False)
    try:
        connection.recv(1)
    except BlockingIOError as error:
        print(error)
    try:
        while True:
            connection.send(bytes(100000))
    except BlockingIOError as error:
        print(error)
    connection.settimeout(0.2)
    try:
        connection.sendall(bytes(10_000_000))
    except TimeoutError as error:
        print(error)
    client.close()
    connection.close()

begun = time.time()
time.sleep(0.05)
print(0.04 < time.time() - begun < 2)
