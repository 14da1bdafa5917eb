"""Counts the words of each line."""
import socket

with socket.create_server(('127.0.0.1', 8007)) as listener:
    print('waiting for lines')
    connection, _ = listener.accept()
    with connection, connection.makefile(encoding='utf-8') as lines:
        for line in lines:
            print('read', repr(line))
            connection.sendall(b'%d words\n' % len(line.split()))
