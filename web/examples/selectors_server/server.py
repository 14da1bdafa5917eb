"""Calls the function that was registered with the socket that is ready."""
import selectors
import socket

selector = selectors.DefaultSelector()
served = 0


def accept(listener):
    connection, _ = listener.accept()
    selector.register(connection, selectors.EVENT_READ, echo)
    print('a client came')


def echo(connection):
    global served
    data = connection.recv(1024)
    if data:
        connection.sendall(data)
    else:
        selector.unregister(connection)
        connection.close()
        served += 1
        print('a client left')


with socket.create_server(('127.0.0.1', 8011)) as listener:
    selector.register(listener, selectors.EVENT_READ, accept)
    print('waiting for two clients')
    while served < 2:
        for key, _ in selector.select():
            key.data(key.fileobj)
