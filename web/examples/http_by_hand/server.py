"""A web server of thirty lines, for two requests."""
import socket

PAGES = {'/': '<h1>It works</h1>', '/time': 'time to learn'}


def answer(path):
    status, text = ('200 OK', PAGES[path]) if path in PAGES else ('404 Not Found', 'nothing here')
    body = text.encode()
    lines = [f'HTTP/1.1 {status}', 'Content-Type: text/html; charset=utf-8', f'Content-Length: {len(body)}',
             'Connection: close', '', '']
    return '\r\n'.join(lines).encode() + body


with socket.create_server(('127.0.0.1', 8080)) as listener:
    print('serving http://127.0.0.1:8080/')
    for _ in range(2):
        connection, _ = listener.accept()
        with connection, connection.makefile('rb') as request:
            method, path, version = request.readline().decode().split()
            while request.readline().strip():
                pass
            print(method, path, version)
            connection.sendall(answer(path))
