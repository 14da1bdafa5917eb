"""Tries one port after the other."""
import errno
import socket


def probe(port, host='127.0.0.1'):
    with socket.socket() as client:
        client.settimeout(2)
        return client.connect_ex((host, port))


results = {port: probe(port) for port in range(9010, 9020)}
print('open:', [port for port, result in results.items() if result == 0])
print('the others say', {errno.errorcode[result] for result in results.values() if result})
