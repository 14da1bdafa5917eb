"""Asks, in JSON."""
import json
import socket

QUESTIONS = [
    {'do': 'add', 'with': [2, 3]},
    {'do': 'multiply', 'with': [6, 7]},
    {'do': 'divide', 'with': [1, 0]},
    {'do': 'guess'},
]

with socket.create_connection(('127.0.0.1', 8017)) as connection:
    with connection.makefile('rw', encoding='utf-8') as lines:
        for question in [*map(json.dumps, QUESTIONS), 'not JSON']:
            print(question, file=lines, flush=True)
            print(question, '->', lines.readline().rstrip())
