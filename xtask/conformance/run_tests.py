"""Runs unit tests of CPython by name and tells what came of each. The same program runs natively and in a terminal.

    python run_tests.py list MODULE...     tells the names of all tests
    python run_tests.py run NAME...        runs these, in this order

A name is what unittest calls a test, without the package: test_socket.BasicTCPTest.testRecv. What is told is a JSON text
sequence, RFC 7464, so that it stays apart from whatever a test prints.
"""

import importlib
import json
import re
import sys
import traceback
import types
import unittest

PACKAGE = 'test.'
OUTPUT = sys.stdout


def tell(**news):
    OUTPUT.write(f'\x1e{json.dumps(news)}\n')
    OUTPUT.flush()


def ended(name, outcome, why=''):
    tell(event='ended', name=name, outcome=outcome, why=why)


def name_of(test):
    return test.id().removeprefix(PACKAGE)


def tests_in(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_in(test)
        else:
            yield test


class Result(unittest.TestResult):
    """Of several things that happen within one test, the worst counts."""

    RANKS = 'passed', 'skipped', 'failed', 'error'

    def __init__(self, wanted):
        super().__init__()
        self.wanted = wanted
        self.running = None

    def startTest(self, test):
        super().startTest(test)
        self.running = name_of(test)
        self.outcome, self.why = 'passed', ''
        tell(event='begun', name=self.running)

    def stopTest(self, test):
        super().stopTest(test)
        self.end(self.running, self.outcome, self.why)
        self.running = None

    def end(self, name, outcome, why):
        if name in self.wanted:
            self.wanted.remove(name)
            ended(name, outcome, why)

    def found(self, test, outcome, why):
        if self.running is None:
            self.found_around(test.id(), outcome, why)
        elif self.RANKS.index(outcome) > self.RANKS.index(self.outcome):
            self.outcome, self.why = outcome, why

    def found_around(self, place, outcome, why):
        """In setUpClass and its like, which unittest names as in 'setUpClass (test.test_socket.BasicTCPTest)'."""
        where, scope = re.fullmatch(r'(\w+) \((.*)\)', place).groups()
        scope = scope.removeprefix(PACKAGE)
        if where.startswith('setUp'):
            for name in [name for name in self.wanted if name.startswith(scope + '.')]:
                self.end(name, outcome, f'{where}: {why}')
        else:
            ended(f'{scope}.{where}', outcome, why)

    def addError(self, test, error):
        self.found(test, 'error', words(error))

    def addFailure(self, test, error):
        self.found(test, 'failed', words(error))

    def addUnexpectedSuccess(self, test):
        self.found(test, 'failed', 'it should have failed')

    def addSkip(self, test, reason):
        self.found(test, 'skipped', reason)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            kind = 'failed' if issubclass(error[0], test.failureException) else 'error'
            self.found(test, kind, f'{subtest}\n{words(error)}')


def words(error):
    return ''.join(traceback.format_exception(*error))


def prepare(support):
    """Lets tests of CPython itself (@cpython_only) run everywhere, and gives them the numbers of C that they ask _testcapi for."""
    support.verbose = False
    support.cpython_only = lambda test: test
    try:
        importlib.import_module('_testcapi')
    except ImportError:
        limits = types.ModuleType('_testcapi')
        for name, bits in ('SHRT', 16), ('INT', 32), ('LONG', 64), ('LLONG', 64):
            setattr(limits, name + '_MIN', -2 ** (bits - 1))
            setattr(limits, name + '_MAX', 2 ** (bits - 1) - 1)
            setattr(limits, f'U{name}_MAX', 2 ** bits - 1)
        sys.modules['_testcapi'] = limits


def module_of(name, names):
    """The module of a test. If it cannot be imported, that is what came of all its tests."""
    module = name.partition('.')[0]
    try:
        prepare(importlib.import_module(PACKAGE + 'support'))
        return importlib.import_module(PACKAGE + module)
    except unittest.SkipTest as reason:
        outcome, why = 'skipped', str(reason)
    except Exception:
        outcome, why = 'error', traceback.format_exc()
    for other in [other for other in names if other.startswith(module + '.')]:
        names.remove(other)
        ended(other, outcome, why)


def suite_of(names):
    suite = unittest.TestSuite()
    for name in list(names):
        module = name in names and module_of(name, names)
        if module:
            _, kind, method = name.split('.')
            case = getattr(module, kind, None)
            if hasattr(case, method):
                suite.addTest(case(method))
            else:
                names.remove(name)
                ended(name, 'absent')
    return suite


def main(command, *names):
    if command == 'list':
        for module in names:
            suite = unittest.defaultTestLoader.loadTestsFromName(PACKAGE + module)
            tell(event='names', names=[name_of(test) for test in tests_in(suite)])
    else:
        wanted = list(names)
        suite_of(wanted).run(Result(wanted))


main(*sys.argv[1:])
