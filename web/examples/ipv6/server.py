"""One listener for both."""
import socket

with socket.create_server(('', 8014), family=socket.AF_INET6, dualstack_ipv6=True) as listener:
    print('listening for both')
    for _ in range(2):
        connection, address = listener.accept()
        with connection:
            print('a client from', address[0])
            connection.sendall(address[0].encode())
