"""One loop around select serves several connections; nothing blocks."""
import select
import socket

listener = socket.create_server(('127.0.0.1', 0))
listener.setblocking(False)
clients = [socket.create_connection(listener.getsockname()) for _ in range(3)]
for number, client in enumerate(clients):
    client.sendall(b'from %d;' % number)

inputs, outputs, closed = [listener], {}, 0
while closed < len(clients):
    readable, writable, _ = select.select(inputs, list(outputs), [], 5)
    if not readable and not writable:
        raise SystemExit('nothing happened')
    for s in readable:
        if s is listener:
            try:
                connection, _ = s.accept()
            except BlockingIOError:
                continue
            connection.setblocking(False)
            inputs.append(connection)
            continue
        data = s.recv(1024)
        if data:
            outputs[s] = outputs.get(s, b'') + data.upper()
        else:
            inputs.remove(s)
            outputs.pop(s, None)
            s.close()
            closed += 1
    for s in writable:
        if s in outputs:
            sent = s.send(outputs[s])
            outputs[s] = outputs[s][sent:]
            if not outputs[s]:
                del outputs[s]
    for client in clients:
        if client.fileno() >= 0 and select.select([client], [], [], 0)[0]:
            print(client.recv(100) in (b'FROM 0;', b'FROM 1;', b'FROM 2;'))
            client.close()
print(len(inputs), outputs, closed)

# A connect that does not block: writable is connected, SO_ERROR says how it went.
s = socket.socket()
s.setblocking(False)
try:
    s.connect(listener.getsockname())
except BlockingIOError as error:
    print(error)
print(select.select([], [s], [], 5)[1] == [s], s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
s.close()
listener.close()
