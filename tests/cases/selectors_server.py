"""Many clients, one thread: a server around a selector, with what is still to send kept for each client."""
import selectors
import socket
import threading
import types

selector = selectors.DefaultSelector()
seen = []


def accept(listener):
    connection, address = listener.accept()
    connection.setblocking(False)
    data = types.SimpleNamespace(address=address, outgoing=b'')
    selector.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE, data=data)
    seen.append(address)


def serve(key, mask):
    connection, data = key.fileobj, key.data
    if mask & selectors.EVENT_READ:
        received = connection.recv(1024)
        if not received:
            selector.unregister(connection)
            connection.close()
            return 1
        data.outgoing += received
    if mask & selectors.EVENT_WRITE and data.outgoing:
        sent = connection.send(data.outgoing)
        data.outgoing = data.outgoing[sent:]
    return 0


def client(address, number, answers):
    with socket.create_connection(address) as sock:
        message = f'message {number} '.encode() * 500
        sock.sendall(message)
        sock.shutdown(socket.SHUT_WR)
        received = b''
        while part := sock.recv(4096):
            received += part
        answers[number] = received == message


listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen()
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ, data=None)
answers = {}
clients = [threading.Thread(target=client, args=(listener.getsockname(), number, answers)) for number in range(5)]
for thread in clients:
    thread.start()
ended = 0
while ended < len(clients):
    for key, mask in selector.select(timeout=20):
        if key.data is None:
            accept(key.fileobj)
        else:
            ended += serve(key, mask)
for thread in clients:
    thread.join()
print(sorted(answers.items()), len(set(seen)))
print(len(selector.get_map()), selector.get_key(listener).events)
for work in (lambda: selector.register(listener, selectors.EVENT_READ), lambda: selector.unregister(socket.socket()),
             lambda: selector.register(listener, 0), lambda: selector.get_key(12345), lambda: selector.register('x', 1)):
    try:
        work()
    except (KeyError, ValueError) as error:
        print(type(error).__name__, str(error).split('<')[0])
selector.unregister(listener)
listener.close()
selector.close()
print(selector.get_map())
