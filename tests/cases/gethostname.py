"""The machine's own name has an address that a server can have."""
import socket

address = socket.gethostbyname(socket.gethostname())
with socket.socket() as server:
    server.bind((socket.gethostname(), 0))
    server.listen(5)
    print(server.getsockname()[0] == address)
    with socket.create_connection((socket.gethostname(), server.getsockname()[1])) as client:
        connection, peer = server.accept()
        connection.send(b'Thank you for connecting')
        print(client.recv(1024), peer[0] == address)
        connection.close()
print(bool(socket.getfqdn()), socket.gethostname() == socket.gethostname())
