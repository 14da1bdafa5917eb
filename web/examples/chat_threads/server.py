"""Two directions, two threads. An empty line ends ours."""
import socket
import threading


def show(connection):
    with connection.makefile(encoding='utf-8') as lines:
        for line in lines:
            print('client:', line.rstrip())
    print('the client writes no more')


with socket.create_server(('127.0.0.1', 8003)) as listener:
    print('waiting for somebody to talk to')
    connection, _ = listener.accept()
with connection:
    receiver = threading.Thread(target=show, args=(connection,))
    receiver.start()
    while text := input():
        connection.sendall(text.encode() + b'\n')
    connection.shutdown(socket.SHUT_WR)
    receiver.join()
