"""Speaks to everybody: first without the permission, then with it."""
import socket

EVERYBODY = '127.255.255.255', 9002

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as speaker:
    try:
        speaker.sendto(b'hello?', EVERYBODY)
    except PermissionError as error:
        print('refused:', error)
    speaker.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    for text in b'hello, everybody', b'that was all':
        print('sent', speaker.sendto(text, EVERYBODY), 'bytes')
