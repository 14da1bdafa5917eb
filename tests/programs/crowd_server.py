"""Answers lines in upper case, each client in a thread of its own, until a line of input says to stop."""
import socketserver
import threading

served = []


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        count = 0
        for line in self.rfile:
            self.wfile.write(line.upper())
            count += 1
        served.append(count)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64
    errors = 0

    def handle_error(self, request, client_address):
        super().handle_error(request, client_address)
        self.errors += 1


with Server(('127.0.0.1', 8001), Handler) as server:
    threading.Thread(target=server.serve_forever).start()
    input('serving')
    server.shutdown()
print('served', sum(served), 'errors', server.errors)
