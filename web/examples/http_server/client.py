"""Reads JSON from a web server."""
import json
import urllib.request

for path in '/', '/hello':
    with urllib.request.urlopen('http://127.0.0.1:8081' + path) as answer:
        print(answer.status, json.load(answer))
