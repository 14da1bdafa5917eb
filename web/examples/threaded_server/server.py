"""A class says what to do with one client; the library does the rest. Ctrl-C ends it."""
import socketserver
import time


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        seconds = float(self.rfile.readline())
        time.sleep(seconds)
        self.wfile.write(b'waited %.1f s\n' % seconds)


socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer.daemon_threads = True
with socketserver.ThreadingTCPServer(('127.0.0.1', 8012), Handler) as server:
    print('serving until Ctrl-C')
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print('no more')
