"""Adds up all numbers that come until the end of the stream."""
import socket

with socket.create_server(('127.0.0.1', 8008)) as listener:
    print('waiting for numbers')
    connection, _ = listener.accept()
    with connection:
        text = b''
        while data := connection.recv(1024):
            text += data
        print('the client has sent everything:', text)
        connection.sendall(str(sum(map(int, text.split()))).encode())
