"""Answers one JSON object per line. A mistake is answered too, and ends nothing."""
import json
import operator
import socket

OPERATIONS = {'add': operator.add, 'multiply': operator.mul, 'divide': operator.truediv}


def answer(line):
    try:
        question = json.loads(line)
        return {'result': OPERATIONS[question['do']](*question['with'])}
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        return {'error': type(error).__name__}


with socket.create_server(('127.0.0.1', 8017)) as listener:
    print('ready to calculate')
    connection, _ = listener.accept()
    with connection, connection.makefile('rw', encoding='utf-8') as lines:
        for line in lines:
            print(json.dumps(answer(line)), file=lines, flush=True)
print('the client is done')
