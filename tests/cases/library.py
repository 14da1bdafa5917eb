"""datetime, random, struct, json and the rest of what programs around sockets use."""
import collections
import contextlib
import datetime
import functools
import hashlib
import io
import itertools
import json
import logging
import math
import os
import random
import re
import string
import struct
import sys
import time
import traceback

print(struct.pack('!HI', 80, 1), struct.unpack('<hq', struct.pack('<hq', -2, 3)), struct.calcsize('!BBHHH'))
print(json.dumps({'b': [1, 2.5, None, True], 'a': 'é'}), json.loads('{"x": [1, {"y": "z"}]}'))
print(re.findall(r'(\w+)=(\d+)', 'a=1 b=22'), re.sub(r'\s+', ' ', 'a  b \n c'))
print(abs(datetime.datetime.now().timestamp() - time.time()) < 5, datetime.datetime(2024, 2, 29, 12).isoformat())
print(datetime.datetime(2024, 3, 1) - datetime.timedelta(days=1), datetime.date(2024, 1, 31).strftime('%d.%m.%Y'))
print(time.strftime('%Y-%m-%d', time.gmtime(0)), time.gmtime(86400).tm_mday, len(time.ctime()) == 24)
print(time.gmtime(0).tm_wday, time.strftime('%a', time.gmtime(0)), time.localtime().tm_wday == datetime.date.today().weekday())
print(time.time_ns() // 10**18, time.perf_counter() <= time.perf_counter(), time.monotonic_ns() > 0)
random.seed(7)
print(random.randint(1, 100), random.choice('abc'), [random.random() for _ in range(2)])
random.seed()
print(len({random.random() for _ in range(100)}), len(os.urandom(8)))
print(math.sqrt(2), math.comb(5, 2), math.inf > 1)
print(collections.Counter('hello').most_common(1), collections.deque([1, 2, 3], 2), collections.namedtuple('P', 'x y')(1, 2))
print(list(itertools.accumulate(range(5))), functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]))
print(hashlib.sha256(b'x').hexdigest()[:16], hashlib.md5(b'x').hexdigest()[:16])
print(string.ascii_lowercase[:5], f'{3.14159:.2f} {255:#x} {"x":>5}')
with contextlib.redirect_stdout(io.StringIO()) as captured:
    print('captured')
print(repr(captured.getvalue()))
try:
    [1, 2][5]
except IndexError:
    print(traceback.format_exc().splitlines()[-1])
log = logging.getLogger('test')
log.addHandler(logging.StreamHandler(sys.stdout))
log.warning('logged %d', 5)
print(sys.platform, sys.byteorder, sys.maxsize > 2**31 - 2, os.name, os.linesep == '\n')
print(isinstance(os.getpid(), int), os.environ.get('NO_SUCH_NAME'), os.path.join('a', 'b'))
sys.stdout.write('written\n')
sys.stdout.buffer.write(b'bytes\n')
sys.stdout.flush()
