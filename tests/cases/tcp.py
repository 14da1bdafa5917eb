"""The six steps of a server and the four of a client, in one program: the kernel's queue holds the connection."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    print(bool(listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)))
    listener.bind(('127.0.0.1', 0))
    host, port = listener.getsockname()
    print(host, port > 1023)
    listener.listen(5)
    with socket.create_connection((host, port)) as client:
        connection, address = listener.accept()
        print(address == client.getsockname(), client.getpeername() == (host, port))
        with connection:
            print(repr(connection.family), repr(connection.type), connection.proto)
            client.sendall(b'hello')
            print(connection.recv(1024))
            print(connection.send(b'some more bytes'))
            print(client.recv(4), client.recv(1024, socket.MSG_PEEK), client.recv(1024))
            buffer = bytearray(8)
            client.sendall(memoryview(b'abc'))
            print(connection.recv_into(buffer), buffer)
            client.sendall(bytearray(b'defgh'))
            print(connection.recv_into(memoryview(buffer)[3:], 2), buffer, connection.recv(9))
            client.shutdown(socket.SHUT_WR)
            print(connection.recv(10), connection.recv(10))
            connection.sendall(b'bye')
        print(client.recv(10), client.recv(10))
        try:
            client.sendall(b'x')
        except BrokenPipeError as error:
            print(error)
    print(client)
print(listener.fileno(), listener)
