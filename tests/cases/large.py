"""More than one frame carries: sendall sends all of it, recv gives what there is."""
import socket
import threading

SIZE = 3_500_000
listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
connection, _ = listener.accept()
data = bytes(range(256)) * (SIZE // 256 + 1)
data = data[:SIZE]
thread = threading.Thread(target=lambda: (client.sendall(data), client.shutdown(socket.SHUT_WR)))
thread.start()
parts = []
while part := connection.recv(10_000_000):
    parts.append(part)
thread.join()
received = b''.join(parts)
print(len(received) == SIZE, received == data)

buffer = bytearray(SIZE)
thread = threading.Thread(target=lambda: (connection.sendall(data), connection.close()))
thread.start()
view, have = memoryview(buffer), 0
while size := client.recv_into(view[have:]):
    have += size
thread.join()
print(have == SIZE, buffer == data)
print(client.recv(10), client.recv(0))
client.close()
listener.close()
