"""Sends lines in pieces that have nothing to do with lines."""
import socket

with socket.create_connection(('127.0.0.1', 8007)) as connection:
    for piece in b'the quick ', b'brown fox\njumps', b' over\n':
        connection.sendall(piece)
    with connection.makefile(encoding='utf-8') as answers:
        print(answers.readline().rstrip())
        print(answers.readline().rstrip())
