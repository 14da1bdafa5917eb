"""A descriptor that another thread closes while a call waits on it."""
import socket
import threading


def waiting(call, change):
    """What `call` comes to, if `change` happens while a thread is in it, or just before."""
    results = []

    def work():
        try:
            results.append(call())
        except OSError as error:
            results.append((type(error).__name__, error.errno))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(0.2)
    change()
    thread.join()
    return results.pop()


def closed(timeout, method, wake):
    left, right = socket.socketpair()
    other = right.dup()
    right.settimeout(timeout)
    with left, other:
        def change():
            right.close()
            wake(left)

        print(timeout, method, waiting(lambda: getattr(right, method)(10), change))
        other.setblocking(False)
        try:
            print('left:', other.recv(10))
        except BlockingIOError:
            print('left: nothing')


for method in 'recv', 'recvfrom', 'recvmsg':
    closed(60, method, lambda left: left.send(b'data'))
closed(1, 'recv', lambda left: None)

server = socket.create_server(('127.0.0.1', 0))
address = server.getsockname()
other = server.dup()
server.settimeout(60)
# It is made before, so that it does not get the number of the descriptor that is closed.
client = socket.socket()
print(waiting(server.accept, lambda: [server.close(), client.connect(address)]))
with other, client:
    connection, peer = other.accept()
    print(peer == client.getsockname())
    connection.close()

left, right = socket.socketpair()
left.settimeout(60)
with right:
    def drain():
        left.close()
        while right.recv(1 << 20):
            pass

    print(waiting(lambda: left.sendall(bytes(1 << 24)), drain))
