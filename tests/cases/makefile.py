"""Sockets as files."""
import io
import json
import socket

listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
connection, _ = listener.accept()

with connection.makefile('rw', encoding='utf-8', newline='\n') as server, client.makefile('rw') as user:
    user.write('first line\nsecond é\n')
    user.flush()
    print(repr(server.readline()), repr(server.readline()))
    print('printed', file=server, flush=True)
    print(repr(user.readline()))
    json.dump({'a': [1, 2]}, server)
    server.write('\n')
    server.flush()
    print(json.loads(user.readline()))

with client.makefile('wb') as writer:
    writer.write(b'binary\r\nlines\r\nrest')
client.shutdown(socket.SHUT_WR)
with connection.makefile('rb') as reader:
    print(reader.readline(), list(reader))
    print(reader.read(), type(reader).__name__)

stream = connection.makefile('rb', buffering=0)
print(type(stream).__name__, stream.readable(), stream.writable())
connection.close()
print(connection.fileno() > 0)
stream.close()
try:
    stream.read()
except ValueError as error:
    print(str(error).rstrip('.'))
client.settimeout(0)
stream = client.makefile('rb')
try:
    stream.read()
except (BlockingIOError, OSError) as error:
    print(type(error).__name__, error)
try:
    client.makefile('x')
except ValueError as error:
    print(error)
print(isinstance(stream, io.BufferedReader))
client.close()
listener.close()
