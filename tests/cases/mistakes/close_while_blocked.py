import socket
import threading

a, b = socket.socketpair()
a.settimeout(0.5)
threading.Timer(0.2, a.close).start()
a.recv(1024)
