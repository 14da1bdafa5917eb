"""Asks twice, and compares the clocks."""
import socket
import time


def ask():
    with socket.create_connection(('127.0.0.1', 8005)) as connection:
        text = b''
        while data := connection.recv(100):
            text += data
    return float(text)


first, second = ask(), ask()
print('its clock goes forward:', second >= first)
print('it differs from ours by less than two seconds:', abs(time.time() - second) < 2)
