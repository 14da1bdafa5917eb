"""Waits for clients, and for what they send, but not for ever."""
import socket

with socket.create_server(('127.0.0.1', 8004)) as listener:
    listener.settimeout(0.2)
    try:
        listener.accept()
    except TimeoutError as error:
        print('nobody came:', error)
    listener.settimeout(None)
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(0.2)
        while True:
            try:
                data = connection.recv(100)
            except TimeoutError:
                print('nothing to read, doing something else')
                connection.sendall(b'still there?')
                connection.settimeout(None)
                continue
            print('received', data)
            if not data:
                break
