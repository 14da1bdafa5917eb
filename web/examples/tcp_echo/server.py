"""Sends back whatever one client sends."""
import socket

with socket.create_server(('127.0.0.1', 8001)) as listener:
    print('waiting on', listener.getsockname())
    connection, address = listener.accept()
    with connection:
        print('a client calls from', address[0])
        while data := connection.recv(1024):
            print('echoing', data)
            connection.sendall(data)
print('the client has closed, and so do we')
