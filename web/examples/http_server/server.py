"""A web server that answers JSON. Ctrl-C ends it."""
import http.server
import json


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({'path': self.path, 'length': len(self.path)}).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        print(self.command, self.path)


with http.server.ThreadingHTTPServer(('127.0.0.1', 8081), Handler) as server:
    print('serving until Ctrl-C')
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print('no more')
