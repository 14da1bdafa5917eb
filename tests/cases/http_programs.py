# http.server in a thread; http.client, urllib.request and a raw socket ask it.
import http.client
import http.server
import json
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path != '/sum':
            return self.send_error(404)
        numbers = urllib.parse.parse_qs(url.query)['n']
        self.answer({'sum': sum(map(int, numbers))})

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.answer({'got': body.decode(), 'type': self.headers.get_content_type()})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        print('log:', format % arguments)


server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
thread = threading.Thread(target=server.serve_forever)
thread.start()
host, port = server.server_address

connection = http.client.HTTPConnection(host, port, timeout=10)
connection.request('GET', '/sum?n=1&n=2')
response = connection.getresponse()
print(response.status, response.reason, response.read())
connection.request('POST', '/', b'hello', {'Content-Type': 'text/plain'})
print(connection.getresponse().read())
connection.close()

with urllib.request.urlopen(f'http://{host}:{port}/sum?n=40&n=2') as answer:
    print(json.load(answer))
try:
    urllib.request.urlopen(f'http://{host}:{port}/nothing')
except urllib.error.HTTPError as error:
    print(error.code, error.reason)
    error.close()

with socket.create_connection((host, port)) as raw:
    raw.sendall(b'GET /sum?n=7 HTTP/1.0\r\n\r\n')
    text = b''
    while part := raw.recv(100):
        text += part
    head, _, body = text.partition(b'\r\n\r\n')
    print(head.split(b'\r\n')[0], body)

server.shutdown()
thread.join()
server.server_close()
