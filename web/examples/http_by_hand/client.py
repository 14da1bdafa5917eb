"""Asks for a page by hand, then the library's way."""
import socket
import urllib.request

with socket.create_connection(('127.0.0.1', 8080)) as connection:
    connection.sendall(b'GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n')
    with connection.makefile('rb') as answer:
        for line in answer:
            print(line)

with urllib.request.urlopen('http://127.0.0.1:8080/time') as answer:
    print(answer.status, answer.read())
