"""What help() says of the methods of a socket, which are native: how they are called, and what they do."""

METHODS = {
    'accept': ('()', 'Waits for a client. Returns a new socket for this one connection, and the address of the client.'),
    'bind': ('(address, /)', "Gives the socket its local address: for IP (host, port), where '' is every address of this host and 0 a "
             'free port; for AF_UNIX a path, or bytes that begin with a zero byte.'),
    'close': ('()', 'Closes the socket. The peer reads what was sent, and then the end of the stream.'),
    'connect': ('(address, /)', 'Connects to an address, and waits until the peer has answered. For a datagram socket: sets whom '
                'send() sends to, and who is heard.'),
    'connect_ex': ('(address, /)', 'As connect(), but returns the number of the error, or 0, in place of raising it.'),
    'detach': ('()', 'Lets go of the descriptor without closing it, and returns its number.'),
    'fileno': ('()', 'The number of the descriptor; -1 once it is closed.'),
    'getpeername': ('()', 'The address at the other end.'),
    'getsockname': ('()', 'The local address.'),
    'getsockopt': ('(level, option, size=0, /)', 'The value of an option: a number, or with a size so many bytes of it.'),
    'gettimeout': ('()', 'Seconds that a call may wait: None for ever, 0.0 not at all.'),
    'getblocking': ('()', 'Whether calls wait.'),
    'listen': ('(backlog=128, /)', 'From now on clients can connect; so many may wait to be accepted.'),
    'recv': ('(size, flags=0, /)', 'Waits for bytes and returns at most so many of them; fewer than were sent is normal. '
             "b'' is the end of the stream."),
    'recv_into': ('(buffer, size=0, flags=0)', 'As recv(), into a buffer that can be written. Returns how many bytes came.'),
    'recvfrom': ('(size, flags=0, /)', 'Waits for a datagram. Returns its bytes, cut to size, and who sent it.'),
    'recvfrom_into': ('(buffer, size=0, flags=0)', 'As recvfrom(), into a buffer. Returns how many bytes came, and who sent them.'),
    'recvmsg': ('(size, ancillary_size=0, flags=0, /)', 'Returns the bytes, ancillary data, flags, and who sent them.'),
    'recvmsg_into': ('(buffers, ancillary_size=0, flags=0, /)', 'As recvmsg(), into several buffers.'),
    'send': ('(data, flags=0, /)', 'Hands bytes to the kernel and returns how many it took, which may be fewer than all.'),
    'sendall': ('(data, flags=0, /)', 'Hands all bytes to the kernel, waiting as long as that takes.'),
    'sendmsg': ('(buffers, ancillary=(), flags=0, address=None, /)', 'Sends several buffers as one, with ancillary data.'),
    'sendto': ('(data, address, /)  or  (data, flags, address, /)', 'Sends a datagram to an address.'),
    'setblocking': ('(flag, /)', 'True: calls wait. False: a call that would wait raises BlockingIOError.'),
    'setsockopt': ('(level, option, value, /)', 'Sets an option to a number or to bytes.'),
    'settimeout': ('(seconds, /)', 'How long calls may wait before they raise TimeoutError: None for ever, 0 as setblocking(False).'),
    'shutdown': ('(how, /)', 'Ends one direction, SHUT_WR or SHUT_RD, or both, SHUT_RDWR. After SHUT_WR the peer reads the end of the '
                 'stream and can still answer.'),
}


def of_socket_method(thing):
    """How it is called and what it does, if it is a method of the native socket class; else None."""
    import _socket
    owner, instance = getattr(thing, '__objclass__', None), getattr(thing, '__self__', None)
    if owner is _socket.socket or isinstance(instance, _socket.socket):
        return METHODS.get(getattr(thing, '__name__', None))
    return None
