"""Every module a learner of sockets is likely to import is there."""
import importlib

NAMES = '''socket time sys os errno struct json select selectors threading queue re random math datetime contextlib
collections itertools functools traceback socketserver string io logging typing enum dataclasses abc argparse ast base64
bisect calendar copy csv decimal fractions hashlib heapq hmac inspect ipaddress locale numbers operator pprint shlex
signal statistics textwrap timeit types uuid warnings weakref zlib binascii array cmath unicodedata keyword secrets
concurrent.futures collections.abc os.path html getpass platform contextvars graphlib fnmatch'''.split()

for name in NAMES:
    module = importlib.import_module(name)
    assert module.__name__ in (name, 'posixpath', '_collections_abc'), module.__name__
print(len(NAMES), 'modules')

from socket import *
print(AF_INET, SOCK_STREAM, SO_REUSEADDR, SOL_SOCKET)
import socket as module
print(module.AF_INET, repr(module.SOCK_DGRAM), repr(module.MSG_PEEK))
