"""Looks for clients and their words without ever waiting in a call."""
import socket
import time

with socket.create_server(('127.0.0.1', 8009)) as listener:
    listener.setblocking(False)
    try:
        listener.accept()
    except BlockingIOError as error:
        print('nobody there:', error.strerror)
    connection = None
    while connection is None:
        try:
            connection, _ = listener.accept()
        except BlockingIOError:
            time.sleep(0.02)
    connection.setblocking(False)
    with connection:
        data = None
        while data is None:
            try:
                data = connection.recv(100)
            except BlockingIOError:
                time.sleep(0.02)
        print('received', data)
        connection.sendall(b'at last')
