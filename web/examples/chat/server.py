"""One line from the client, one line from here, until an empty line."""
import socket

with socket.create_server(('127.0.0.1', 8002)) as listener:
    print('waiting for somebody to talk to')
    connection, _ = listener.accept()
    with connection, connection.makefile('rw', encoding='utf-8') as lines:
        for line in lines:
            print('client:', line.rstrip())
            answer = input('you: ')
            if not answer:
                break
            print(answer, file=lines, flush=True)
