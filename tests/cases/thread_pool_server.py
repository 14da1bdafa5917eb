"""A server whose connections are served by a pool of threads, and a client that asks with another pool."""
import concurrent.futures
import socket
import threading

WORKERS = 4
REQUESTS = 24


def square(connection, address):
    with connection:
        number = int(connection.recv(100))
        connection.sendall(str(number * number).encode())
    return number


def serve(listener, served):
    with concurrent.futures.ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix='worker') as pool:
        futures = [pool.submit(square, *listener.accept()) for _ in range(REQUESTS)]
        for future in concurrent.futures.as_completed(futures, timeout=60):
            served.append(future.result())


def ask(number):
    with socket.create_connection(address, timeout=30) as sock:
        sock.sendall(str(number).encode())
        return int(sock.recv(100))


served = []
with socket.create_server(('127.0.0.1', 0), backlog=REQUESTS) as listener:
    address = listener.getsockname()
    server = threading.Thread(target=serve, args=(listener, served))
    server.start()
    with concurrent.futures.ThreadPoolExecutor(max_workers=6) as pool:
        print(list(pool.map(ask, range(REQUESTS))))
    server.join()
print(sorted(served) == list(range(REQUESTS)))
with concurrent.futures.ThreadPoolExecutor() as pool:
    refused = pool.submit(ask, 1)
    print(type(refused.exception(timeout=30)).__name__, refused.done())
