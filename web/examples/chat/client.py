"""Type a line, wait for the answer. An empty line ends the talk."""
import socket

with socket.create_connection(('127.0.0.1', 8002)) as connection:
    with connection.makefile('rw', encoding='utf-8') as lines:
        while text := input('you: '):
            print(text, file=lines, flush=True)
            print('server:', lines.readline().rstrip())
print('good bye')
