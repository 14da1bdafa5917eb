"""Serves clients together in one thread, until the third has left."""
import select
import socket

with socket.create_server(('127.0.0.1', 8010)) as listener:
    print('waiting for three clients')
    sockets, left = [listener], 0
    while left < 3:
        readable, _, _ = select.select(sockets, [], [])
        for ready in readable:
            if ready is listener:
                sockets.append(listener.accept()[0])
                print('clients:', len(sockets) - 1)
                continue
            data = ready.recv(1024)
            if data:
                ready.sendall(data[::-1])
            else:
                sockets.remove(ready)
                ready.close()
                left += 1
print('all three have left')
