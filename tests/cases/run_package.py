# Modules and packages of the program's own, run as `python -m` runs them.
import os
import runpy
import sys

sys.path.insert(0, os.getcwd())
os.makedirs('parts', exist_ok=True)
with open('parts/__init__.py', 'w') as file:
    file.write('kept = 1\n')
with open('parts/__main__.py', 'w') as file:
    file.write('from . import kept\nprint(__name__, __package__, kept)\n')
with open('alone.py', 'w') as file:
    file.write('print(__name__, __file__.endswith("alone.py"))\nvalue = 2\n')
runpy.run_module('parts', run_name='__main__')
print(runpy.run_module('alone')['value'])

import doctest
import pdb
import pydoc

print(doctest.testmod().failed, pdb.Pdb.__name__, pydoc.plain(pydoc.render_doc(abs)).splitlines()[0])
