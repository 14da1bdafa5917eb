"""So many threads ask the server of crowd_server.py for so many seconds, and check each answer."""
import socket
import sys
import threading
import time

count, seconds = int(sys.argv[1]), float(sys.argv[2])
asked, errors = [0] * count, []
together = threading.Barrier(count)


def ask(number):
    try:
        with socket.create_connection(('127.0.0.1', 8001)) as connection, connection.makefile('rw') as stream:
            together.wait()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                stream.write(f'client {number}, line {asked[number]}\n')
                stream.flush()
                answer = stream.readline()
                if answer != f'CLIENT {number}, LINE {asked[number]}\n':
                    errors.append(answer)
                asked[number] += 1
    except Exception as error:
        errors.append(repr(error))


threads = [threading.Thread(target=ask, args=(number,)) for number in range(count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('asked', sum(asked), 'fewest', min(asked), 'errors', len(errors), *errors[:3])
