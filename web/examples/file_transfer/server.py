"""Makes a file and sends it."""
import os
import socket

with open('picture.txt', 'w', encoding='utf-8') as file:
    for n in range(8):
        print('*' * (2 * n + 1), file=file)

with socket.create_server(('127.0.0.1', 8016)) as listener:
    print('offering picture.txt,', os.path.getsize('picture.txt'), 'bytes')
    connection, _ = listener.accept()
    with connection, open('picture.txt', 'rb') as file:
        connection.sendall(b'%d\n' % os.path.getsize('picture.txt'))
        print('sent', connection.sendfile(file), 'bytes')
