"""The kinds of socketserver: streams and datagrams, one by one and in threads."""
import socket
import socketserver
import threading


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.strip().upper() + b'\n')


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data[::-1], self.client_address)


class DatagramLines(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline().strip() + b' and back')


class Steps(socketserver.BaseRequestHandler):
    def setup(self):
        print('setup')

    def handle(self):
        print('handle', self.request.recv(100))
        if self.server.fails:
            raise ValueError('the handler failed')

    def finish(self):
        print('finish')


class Watched(socketserver.TCPServer):
    fails = False

    def verify_request(self, request, client_address):
        return self.allowed

    def handle_timeout(self):
        print('nobody came')

    def handle_error(self, request, client_address):
        print('an error in the handler')

    def service_actions(self):
        print('between requests')


class ThreadingUnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


def ended(sock):
    try:
        return sock.recv(10)
    except ConnectionResetError:
        return 'reset'


def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.05})
    thread.start()
    return thread


for kind in (socketserver.TCPServer, socketserver.ThreadingTCPServer):
    with kind(('127.0.0.1', 0), Lines) as server:
        thread = serving(server)
        for _ in range(2):
            with socket.create_connection(server.server_address) as client:
                client.sendall(b'one\ntwo\n')
                client.shutdown(socket.SHUT_WR)
                print(kind.__name__, client.makefile('rb').read())
        server.shutdown()
        thread.join()

for kind, handler in ((socketserver.UDPServer, Datagram), (socketserver.ThreadingUDPServer, DatagramLines)):
    with kind(('127.0.0.1', 0), handler) as server:
        thread = serving(server)
        with socket.socket(type=socket.SOCK_DGRAM) as client:
            client.sendto(b'there', server.server_address)
            print(kind.__name__, client.recv(100), server.max_packet_size)
        server.shutdown()
        thread.join()

with ThreadingUnixServer('\0case-socketserver', Lines) as server:
    thread = serving(server)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(server.server_address)
        client.sendall(b'local\n')
        client.shutdown(socket.SHUT_WR)
        print(client.makefile('rb').read())
    server.shutdown()
    thread.join()

with Watched(('127.0.0.1', 0), Steps) as server:
    print(server.socket.getsockname() == server.server_address, server.fileno() == server.socket.fileno())
    print(server.request_queue_size, server.allow_reuse_address, server.socket_type.name)
    server.timeout = 0.05
    server.handle_request()
    for server.allowed, server.fails in ((True, False), (False, False), (True, True)):
        with socket.create_connection(server.server_address) as client:
            client.sendall(b'hello')
            server.timeout = 10
            server.handle_request()
            print('allowed', server.allowed, 'answer', ended(client))
try:
    server.handle_request()
except ValueError as error:
    print(type(error).__name__)
