"""Opens some ports, and waits to be found. Ctrl-C closes them."""
import socket
import time

listeners = [socket.create_server(('127.0.0.1', port)) for port in (9010, 9013, 9017)]
print('open:', [listener.getsockname()[1] for listener in listeners])
try:
    time.sleep(3600)
except KeyboardInterrupt:
    print('closed')
for listener in listeners:
    listener.close()
