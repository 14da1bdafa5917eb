# What a call needs. $call is a name such as accept.
need-already-bound = { $call }() gives a socket its address, once.
need-already-connected = { $call }() needs a socket that was never connected.
need-already-listening = { $call }() needs a socket that does not listen.
need-listening = { $call }() needs a listening socket.
need-bound = { $call }() needs a socket with an address.
need-writable = { $call }() needs a connection that takes more.
need-connected = { $call }() needs a connected socket.
need-destination = { $call }() needs to know where to.
need-connections = { $call }() is for connections, which SOCK_STREAM sockets have.
need-usable = { $call }() cannot be done any more.

# What the socket is. $address is "none" where it is not known.
is-datagram = fd { $fd } is a SOCK_DGRAM socket.
is-raw = fd { $fd } is a SOCK_RAW socket.
is-bound-only = fd { $fd } is bound{ $address ->
    [none] {""}
   *[other] { " " }to { $address }
} but { $missing }() was not called.
is-bound = fd { $fd } is bound{ $address ->
    [none] {""}
   *[other] { " " }to { $address }
} already.
is-new = fd { $fd } is new: { $missing }() was not called.
is-new-for-server = fd { $fd } is new: neither bind() nor listen() was called.
is-listening = fd { $fd } listens{ $address ->
    [none] {""}
   *[other] { " " }on { $address }
}.
is-write-shut = fd { $fd } was shut down for sending.
is-without-peer = fd { $fd } has lost its peer.
is-connected = fd { $fd } was connected{ $address ->
    [none] {""}
   *[other] { " " }to { $address }
}.
is-failed = fd { $fd } failed before.

# What to do.
do-new-socket-for-address = Make a new socket for another address.
do-new-socket-to = Make a new socket to { $call } with.
do-new-socket = Make a new socket.
do-bind-and-listen = Call bind() and listen() first.
do-listen = Call listen() first.
do-on-listener = Call it on the socket that listen() was called on.
do-accept = Call accept(), then { $call }() on the socket it returns.
do-connect-or-listen = Call connect() as a client, listen() and accept() as a server.
do-connect = Call connect() first.
do-bind = Call bind() first.
do-send-before-shutdown = Send before shutdown(), or make a new connection.
do-sendto = Call sendto() with an address, or connect() first.
do-datagrams = Datagrams come without a connection: call bind(), then recvfrom().
see = See { $page }.

# Descriptors that are no socket.
closed-object = This socket was closed. Make a new one with socket().
closed-fd = fd { $fd } is not open: it was closed, or never opened. Make a new socket with socket().
terminal-fd = fd { $fd } is the terminal, not a socket. Make a socket with socket().

# Addresses that are taken.
taken = { $address } is in use.
taken-by-own = fd { $fd } of this process is bound to it.
do-close-or-choose = Close that socket first, or choose another port.
