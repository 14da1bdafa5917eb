import os
import socket

if os.path.exists('/tmp/mistake'):
    os.unlink('/tmp/mistake')
first = socket.socket(socket.AF_UNIX)
first.bind('/tmp/mistake')
first.close()
s = socket.socket(socket.AF_UNIX)
s.bind('/tmp/mistake')
