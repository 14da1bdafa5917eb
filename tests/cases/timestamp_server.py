"""A server that sends each message back with the time before it, until a client says bye."""
import socket
import threading
from time import ctime, strptime

ADDRESS = ('127.0.0.1', 0)
BUFFER = 1024


def serve(listener):
    for _ in range(2):
        connection, _ = listener.accept()
        while True:
            data = connection.recv(BUFFER)
            if not data:
                break
            connection.send(bytes('[%s] %s' % (ctime(), data.decode('utf-8')), 'utf-8'))
        connection.close()


def serve_datagrams(sock):
    for _ in range(2):
        data, address = sock.recvfrom(BUFFER)
        sock.sendto(f'[{ctime()}] {data.decode()}'.encode(), address)


def check(answer):
    stamp, text = answer.decode('utf-8').split('] ')
    print(strptime(stamp[1:]).tm_year > 2000, text)


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(ADDRESS)
listener.listen(5)
server = threading.Thread(target=serve, args=(listener,))
server.start()
for texts in (['hi', 'spam'], ['时间戳']):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(listener.getsockname())
    for text in texts:
        client.send(text.encode('utf-8'))
        check(client.recv(BUFFER))
    client.close()
server.join()
listener.close()

datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(ADDRESS)
server = threading.Thread(target=serve_datagrams, args=(datagrams,))
server.start()
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for text in ('hi', 'still there?'):
    client.sendto(text.encode(), datagrams.getsockname())
    answer, address = client.recvfrom(BUFFER)
    check(answer)
    print(address == datagrams.getsockname())
server.join()
client.close()
datagrams.close()
