"""The textbook's servers, each with a thread."""
import socket
import socketserver
import threading


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(b'echo: ' + line)


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data.upper(), self.client_address)


class Threaded(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True


def ask(address, text):
    with socket.create_connection(address) as s, s.makefile('rw') as file:
        file.write(text + '\n')
        file.flush()
        return file.readline().strip()


with Threaded(('127.0.0.1', 0), Echo) as server:
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.02})
    thread.start()
    print([ask(server.server_address, f'number {n}') for n in range(3)])
    server.shutdown()
    thread.join()

with socketserver.UDPServer(('127.0.0.1', 0), Upper) as server:
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.sendto(b'datagram', server.server_address)
        print(s.recvfrom(100)[0])
    thread.join()
