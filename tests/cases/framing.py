"""A stream has no messages: one program sends three, the other receives one, or pieces. A length before each mends it."""
import socket
import struct
import threading


def send_message(sock, data):
    sock.sendall(struct.pack('!I', len(data)) + data)


def receive_exactly(sock, size):
    parts = []
    while size > 0:
        part = sock.recv(min(size, 4096))
        if not part:
            raise EOFError(f'the connection ended with {size} bytes missing')
        parts.append(part)
        size -= len(part)
    return b''.join(parts)


def receive_message(sock):
    (size,) = struct.unpack('!I', receive_exactly(sock, 4))
    return receive_exactly(sock, size)


def serve(listener):
    connection, _ = listener.accept()
    with connection:
        while True:
            message = receive_message(connection)
            if message == b'quit':
                break
            send_message(connection, message.upper())
        connection.sendall(struct.pack('!I', 100) + b'only this')


with socket.create_server(('127.0.0.1', 0)) as listener:
    one = socket.create_connection(listener.getsockname())
    two, _ = listener.accept()
    for part in (b'one', b'two', b'three'):
        one.sendall(part)
    one.close()
    received = receive_exactly(two, 11)
    print('three messages, one stream:', received)
    two.close()

    server = threading.Thread(target=serve, args=(listener,))
    server.start()
    with socket.create_connection(listener.getsockname()) as client:
        for message in (b'hello', b'', 'grüße 你好'.encode(), bytes(range(97, 123)) * 5000):
            send_message(client, message)
            answer = receive_message(client)
            print(len(answer), answer[:20], answer == message.upper())
        send_message(client, b'quit')
        try:
            receive_message(client)
        except EOFError as error:
            print(error)
    server.join()
