import threading
import socket

a, b = socket.socketpair()
a.settimeout(0.3)
threading.Timer(0.05, a.close).start()
a.recv(1024)
