"""A server in a thread, clients in others, real sockets between them."""
import socket
import threading


def serve(listener, connections):
    for _ in range(connections):
        connection, _ = listener.accept()
        threading.Thread(target=echo, args=(connection,)).start()


def echo(connection):
    with connection:
        while data := connection.recv(1000):
            connection.sendall(data.upper())


def ask(number, address, answers):
    with socket.create_connection(address) as s:
        s.sendall(f'client {number}'.encode())
        s.shutdown(socket.SHUT_WR)
        answer = b''
        while data := s.recv(3):
            answer += data
        answers[number] = answer


with socket.create_server(('127.0.0.1', 0)) as listener:
    answers = {}
    server = threading.Thread(target=serve, args=(listener, 5))
    server.start()
    clients = [threading.Thread(target=ask, args=(n, listener.getsockname(), answers)) for n in range(5)]
    for client in clients:
        client.start()
    for thread in [server, *clients]:
        thread.join()
    print(sorted(answers.items()))
    print(threading.active_count() >= 1, threading.current_thread().name)
