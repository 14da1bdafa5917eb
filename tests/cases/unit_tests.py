# unittest: passing, failing, skipped, and a context manager for exceptions.
import io
import socket
import unittest
from unittest import mock


class Ports(unittest.TestCase):
    def setUp(self):
        self.socket = socket.socket()
        self.addCleanup(self.socket.close)

    def test_free(self):
        self.socket.bind(('127.0.0.1', 0))
        self.assertGreater(self.socket.getsockname()[1], 0)

    def test_taken(self):
        self.socket.bind(('127.0.0.1', 0))
        with socket.socket() as other, self.assertRaises(OSError):
            other.bind(self.socket.getsockname())

    def test_wrong(self):
        self.assertEqual(self.socket.fileno() >= 0, False)

    @unittest.skip('not today')
    def test_skipped(self):
        pass

    def test_mock(self):
        fake = mock.Mock()
        fake.recv.return_value = b'x'
        self.assertEqual(fake.recv(1), b'x')
        fake.recv.assert_called_once_with(1)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Ports)
result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
print(result)
print([str(test) for test, _ in result.failures], result.skipped[0][1])
