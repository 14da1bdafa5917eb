"""Without blocking and without select: a server that asks each socket in turn."""
import errno
import socket
import threading

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('127.0.0.1', 0))
listener.listen(5)
listener.setblocking(False)


def client(number, answers):
    sock = socket.socket()
    sock.connect(listener.getsockname())
    sock.sendall(b'from %d' % number)
    answers[number] = sock.recv(100)
    sock.close()


answers = {}
clients = [threading.Thread(target=client, args=(number, answers)) for number in range(3)]
for thread in clients:
    thread.start()
connections, left, refusals = [], 0, set()
while left < len(clients):
    try:
        connection, _ = listener.accept()
        connection.setblocking(False)
        connections.append(connection)
    except BlockingIOError as error:
        refusals.add(error.errno in (errno.EAGAIN, errno.EWOULDBLOCK))
    for connection in list(connections):
        try:
            data = connection.recv(1024)
        except BlockingIOError:
            continue
        if data:
            connection.send(data.upper())
        else:
            connection.close()
            connections.remove(connection)
            left += 1
for thread in clients:
    thread.join()
print(sorted(answers.items()), refusals)

one, two = socket.socketpair()
one.setblocking(False)
sent = 0
try:
    while True:
        sent += one.send(b'x' * 10000)
except BlockingIOError as error:
    print(error, sent > 0)
received = 0
two.setblocking(False)
try:
    while True:
        received += len(two.recv(100000))
except BlockingIOError as error:
    print(error.errno == errno.EAGAIN, received == sent)
print(one.send(b'there is room again'))
one.setblocking(True)
print(one.getblocking(), one.gettimeout(), one.type)
listener.close()
