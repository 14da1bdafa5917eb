"""Accepts a TCP client and hands the connection to the other process."""
import os
import socket

PATH = '/tmp/example.hand'

with socket.create_server(('127.0.0.1', 8013)) as listener, socket.socket(socket.AF_UNIX) as office:
    if os.path.exists(PATH):
        os.unlink(PATH)
    office.bind(PATH)
    office.listen()
    print('waiting for a helper')
    helper, _ = office.accept()
    connection, _ = listener.accept()
    with helper, connection:
        socket.send_fds(helper, [b'please answer this one'], [connection.fileno()])
        print('handed over')
    os.unlink(PATH)
