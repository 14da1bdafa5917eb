"""Is the helper, and a TCP client as well."""
import socket

with socket.socket(socket.AF_UNIX) as office:
    office.connect('/tmp/example.hand')
    customer = socket.create_connection(('127.0.0.1', 8013))
    text, descriptors, _, _ = socket.recv_fds(office, 100, 1)
    print(text, len(descriptors))
    with socket.socket(fileno=descriptors[0]) as connection, customer:
        connection.sendall(b'the helper answers')
        print(customer.recv(100))
