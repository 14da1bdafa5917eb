"""Tells two clients what time it is."""
import socket
import time

with socket.create_server(('127.0.0.1', 8005)) as listener:
    print('the clock is open')
    for _ in range(2):
        connection, _ = listener.accept()
        with connection:
            connection.sendall(f'{time.time():.3f}\n'.encode())
        print('told the time')
