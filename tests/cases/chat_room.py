"""A chat room: a thread for each client, a lock around who is there, and messages for everybody."""
import queue
import socket
import threading

clients = {}
lock = threading.Lock()
log = queue.Queue()


def broadcast(text, but=None):
    with lock:
        for name, sock in clients.items():
            if name != but:
                sock.sendall(f'{text}\n'.encode('utf-8'))


def serve(sock):
    with sock, sock.makefile('r', encoding='utf-8') as lines:
        name = lines.readline().strip()
        with lock:
            clients[name] = sock
        broadcast(f'* {name} came', but=name)
        log.put(f'{name} is in')
        for line in lines:
            broadcast(f'{name}: {line.strip()}', but=name)
        with lock:
            del clients[name]
        broadcast(f'* {name} left')
        log.put(f'{name} is out')


def accept(listener, count):
    for _ in range(count):
        sock, _ = listener.accept()
        threading.Thread(target=serve, args=(sock,)).start()


class Person:
    def __init__(self, name, address):
        self.name = name
        self.sock = socket.create_connection(address)
        self.lines = self.sock.makefile('r', encoding='utf-8')
        self.say(name)
        print(log.get(timeout=20))

    def say(self, text):
        self.sock.sendall(f'{text}\n'.encode('utf-8'))

    def hear(self):
        print(f'{self.name} hears', repr(self.lines.readline()))

    def leave(self):
        self.lines.close()
        self.sock.shutdown(socket.SHUT_WR)
        self.sock.close()
        print(log.get(timeout=20))


with socket.create_server(('127.0.0.1', 0)) as listener:
    door = threading.Thread(target=accept, args=(listener, 3))
    door.start()
    ann = Person('ann', listener.getsockname())
    bob = Person('bob', listener.getsockname())
    ann.hear()
    chen = Person('陈', listener.getsockname())
    ann.hear()
    bob.hear()
    door.join()
ann.say('hello, everybody')
bob.hear()
chen.hear()
chen.say('大家好')
ann.hear()
bob.hear()
bob.leave()
ann.hear()
chen.hear()
chen.leave()
ann.hear()
ann.leave()
for thread in threading.enumerate():
    if thread is not threading.current_thread():
        thread.join()
print(clients, threading.active_count())
