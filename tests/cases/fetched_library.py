# Modules that the first download does not hold; two threads may need the same one at once.
import sys
import threading

threads = [threading.Thread(target=__import__, args=('difflib',)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sys.modules['difflib'].get_close_matches('sokcet', ['socket', 'select']))

import configparser
import email.message
import ftplib
import gzip
import imaplib
import json.tool
import pickle
import pprint
import smtplib
import urllib.parse
import xml.etree.ElementTree
import xmlrpc.client
import zipfile

print(pickle.loads(pickle.dumps({'a': [1, 2.5, None, ('x',)]})))
print(urllib.parse.quote('/a b/ü'), urllib.parse.urlsplit('http://host1:8000/x?y#z').port)

message = email.message.EmailMessage()
message['Subject'] = 'hello'
message.set_content('body\n')
print(message.as_string())

parser = configparser.ConfigParser()
parser.read_string('[server]\nport = 8001\n')
print(parser.getint('server', 'port'))

try:
    import no_such_module
except ModuleNotFoundError as error:
    print(error)
try:
    import json.no_such_module
except ModuleNotFoundError as error:
    print(error)
