"""Sends numbers, says that there are no more, and waits for their sum."""
import socket

with socket.create_connection(('127.0.0.1', 8008)) as connection:
    connection.sendall(b'1 2 3 4')
    connection.shutdown(socket.SHUT_WR)
    print('the sum is', connection.recv(100))
    try:
        connection.send(b'5')
    except BrokenPipeError as error:
        print('no more can be sent:', error)
