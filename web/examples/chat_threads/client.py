"""Two directions, two threads. An empty line ends ours."""
import socket
import threading


def show(connection):
    with connection.makefile(encoding='utf-8') as lines:
        for line in lines:
            print('server:', line.rstrip())
    print('the server writes no more')


with socket.create_connection(('127.0.0.1', 8003)) as connection:
    receiver = threading.Thread(target=show, args=(connection,))
    receiver.start()
    while text := input():
        connection.sendall(text.encode() + b'\n')
    connection.shutdown(socket.SHUT_WR)
    receiver.join()
