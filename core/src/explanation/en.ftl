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
do-begin-anew = That connection is over. To go on, make a new socket and call connect().
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
taken = { $address ->
    [none] The address
   *[other] { $address }
} is in use.
taken-by-own = fd { $fd } of this process is bound to it.
do-close-or-choose = Close that socket first, or choose another port.

# What a call that blocks waits for, and what wakes it. $address is "none" where it is not known.
waits-poll = It waits until one of these sockets is ready, or the time is over. A peer that connects, sends or closes wakes it.
waits-accept = accept() waits for a client. A connect() { $address ->
    [none] to this socket
   *[other] to { $address }
} from another terminal wakes it.
waits-connect = connect() waits for an answer { $address ->
    [none] of the peer
   *[other] from { $address }
}. A server that listens there, or a refusal, wakes it.
waits-icmp = It waits for any ICMP message in this room. A ping of 127.0.0.1 from another terminal wakes it.
waits-echo = It waits for the reply to an echo request of its own. Send one first.
waits-unbound = It waits for a datagram, but nobody can send one: this socket has no port. Interrupt it with Ctrl-C and call bind() first.
waits-datagram = It waits for a datagram. A sendto() { $address ->
    [none] to this socket
   *[other] to { $address }
} from another terminal wakes it.
waits-stream = It waits for bytes. It wakes when the peer{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
} sends some, or closes the connection.
waits-send = It waits for space: the buffers are full. It wakes when the peer{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
} calls recv().

# A timeout is over.
timed-out-accept = Nobody connected in the time that settimeout() allows.
timed-out-connect = { $address ->
    [none] The peer
   *[other] { $address }
} did not answer in the time that settimeout() allows.
timed-out-recv = Nothing came in the time that settimeout() allows.
timed-out-send = The peer took nothing in the time that settimeout() allows: the buffers are full.
do-timeout = Catch TimeoutError and try again, or let it wait for ever with settimeout(None).

# Who has an address. $you is yes or no; $process is "none" where it has no name.
taken-by-nobody = No open socket has it: most likely a connection that was closed not long ago rests there in TIME_WAIT, for a minute at most.
do-unlink = A file of this name is there, maybe of a socket that is closed: close() does not remove it. Call os.unlink('{ $path }') before bind().
do-reuse = Call s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1) before every bind(): it helps only if the socket that had the port before was bound so, too.
do-other-address = Choose another port, or another address than that of the practice services.
practice-services = The practice services of this room listen: { $places }.
holder-service = The practice service { $service } of this room has { $address }.
holder-half-rests = A closed connection at { $address } waits in FIN_WAIT2 until its peer closes too, for { $seconds } s more at most.
holder-rests = A closed connection at { $address } rests in TIME_WAIT for { $seconds } s more.
holder-listens = { $you ->
    [yes] fd { $fd } of this process
   *[no] { $process ->
        [none] fd { $fd } of another process
       *[other] fd { $fd } in terminal `{ $process }`
    }
} listens on { $address }.
holder-bound = { $you ->
    [yes] fd { $fd } of this process
   *[no] { $process ->
        [none] fd { $fd } of another process
       *[other] fd { $fd } in terminal `{ $process }`
    }
} is bound to { $address }.
holder-bound-only = { $you ->
    [yes] fd { $fd } of this process
   *[no] { $process ->
        [none] fd { $fd } of another process
       *[other] fd { $fd } in terminal `{ $process }`
    }
} is bound to { $address }, but listen() was not called there.
holder-is-udp = { $you ->
    [yes] fd { $fd } of this process
   *[no] { $process ->
        [none] fd { $fd } of another process
       *[other] fd { $fd } in terminal `{ $process }`
    }
} has { $address }, but it is a SOCK_DGRAM socket: ports of UDP are not those of TCP.
holder-is-tcp = { $you ->
    [yes] fd { $fd } of this process
   *[no] { $process ->
        [none] fd { $fd } of another process
       *[other] fd { $fd } in terminal `{ $process }`
    }
} has { $address }, but it is a SOCK_STREAM socket: ports of TCP are not those of UDP.
refused = Nobody takes connections { $address ->
    [none] there
   *[other] at { $address }
}.
refused-datagram = A datagram{ $address ->
    [none] {""}
   *[other] { " " }to { $address }
} came back: no socket is bound there.
nobody-listens = In this room no socket listens at all.
do-start-server = Start the server first: bind(), listen(), then accept(). Rooms do not see each other.
do-bind-receiver = Start the receiver first: bind(), then recvfrom(). Both must mean the same address and port.
do-same-address = Connect to the address and port that the server listens on.

# Errors by their number.
not-yet-accept = No connection waits, and this socket may not block. Wait with select(), or call setblocking(True).
not-yet-recv = Nothing has come yet, and this socket may not block. Wait with select(), or call setblocking(True).
not-yet-connect = The server's queue is full, and this socket may not block. Try again later.
not-yet-send = The buffers are full, and this socket may not block. Wait with select() until it can be written to.
goes-on = This socket may not block, so the connection is made while the program goes on. Wait with select() until fd { $fd } can be written to, then ask getsockopt(socket.SOL_SOCKET, socket.SO_ERROR): 0 means connected.
reset = The peer{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
} ended the connection at once, maybe without reading all that was sent. Close this socket; to go on, make a new one and connect() again.
broken-pipe = The peer{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
} takes nothing any more: it has closed the connection. Close this socket; to go on, make a new one and connect() again.
aborted = The connection was given up before it was made. Make a new socket and connect() again.
no-answer = Nobody answered{ $address ->
    [none] {""}
   *[other] { " " }at { $address }
}. Look whether the server runs and its accept() keeps up.
no-own-address = { $address } is no address of this room. Bind to 127.0.0.1, to ::1 with AF_INET6, or to 0.0.0.0 for all.
no-port-left = No local port is free for { $address }. Close connections that are not needed.
no-way = There is no way to { $address }: a room has no network outside. Use an address in this room, such as 127.0.0.1.
privileged-port = Ports below 1024 are reserved here. Choose one above, such as 8001.
broadcast = { $address } is a broadcast address. Allow it first: s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1).
not-permitted = { $call }() is not permitted here.
too-long = This is too long for one message. Send it in pieces: a datagram has at most 65507 bytes.
no-such-socket = There is no socket of this family, type and protocol. For TCP call socket.socket(socket.AF_INET, socket.SOCK_STREAM), for UDP with socket.SOCK_DGRAM.
other-family = { $address } is an address of another family than fd { $fd }. Use one of the socket's own family: AF_INET has 127.0.0.1, AF_INET6 has ::1, AF_UNIX has paths.
other-kind = The socket at { $address } is of another type. Both must be SOCK_STREAM, or both SOCK_DGRAM.
no-such-option = fd { $fd } has no such option. Look up which level and name belong together.
bad-option-value = The value does not fit the option: most want an int, and some only certain ones.
not-connected-unix = fd { $fd } is not connected. Call connect() first, or recv() on the socket that accept() returned.
flag-not-here = { $call }() with these flags is not possible on fd { $fd }.
closed-meanwhile = fd { $fd } was closed while { $call }() waited, which does not wake it. Call shutdown(socket.SHUT_RDWR) before close(): that does.
interrupted = { $call }() was interrupted by Ctrl-C.
relay-gone = The connection to the relay is lost, and all sockets with it. Restart the process.
no-memory = The kernel has no memory for this now. Try again with less.
no-such-name = Nothing is called { $address }. Start the server first: its bind() makes the name.
no-such-path = There is nothing of this name.
path-in-the-way = Something of this name is there, or in it.
name-too-long = This name is too long: an AF_UNIX address has at most 107 bytes.
read-only = Nothing can be changed here. Paths for sockets belong in /tmp.
failed = { $call }() failed with { $errno }: { $words }.

# What the relay does not do. Numbers are those of the call.
no-such-type = There is no socket type { $kind }. Use socket.SOCK_STREAM for TCP, socket.SOCK_DGRAM for UDP.
no-such-protocol = There is no protocol { $protocol }. Use 0: the kernel chooses the one that fits.
family-not-here = Address family { $family } is not available here. Use AF_INET, AF_INET6 or AF_UNIX.
type-not-here = Socket type { $kind } is not available here for this address family. Available are: { $available }.
protocol-not-here = Protocol { $protocol } is not available here for socket type { $kind }. Available are: { $available }.
pair-not-here = Only AF_UNIX has socketpair().
fast-open-not-here = MSG_FASTOPEN is not available here. Call connect(), then send().
out-of-band-not-here = MSG_OOB is not available here for AF_UNIX. TCP has it.
poll-too-long = One poll() has at most { $most } entries here. Ask in several.
too-many-rights = These are { $count } descriptors in one message, and { $most } are the most. Send them in several.
credentials-not-here = SCM_CREDENTIALS is not available here: it would name the relay's process and user, not those of this process.
ancillary-not-here = Ancillary data of level { $level }, type { $kind } and { $length } bytes is not available here.
option-not-here = Option { $name } of level { $level } is not available here.
option-read-only = Option { $name } of level { $level } can only be read.
option-length = Option { $name } of level { $level } has a value of another length than { $length } bytes. Right are: { $right }.
option-too-long = No option is longer than { $most } bytes, and { $size } were asked for.
needs-network = { $thing ->
    [raw] Raw sockets need a network of their own, which this relay could not make.
    [multicast] Multicast needs a network of its own, which this relay could not make.
    [interface] Choosing an interface needs a network of one's own, which this relay could not make.
    [unix] AF_UNIX sockets have names only in a network of their own, which this relay could not make.
   *[files] There is no file system here: it needs a room of its own, which this relay could not make.
}
only-loopback = Only loopback addresses exist here, such as 127.0.0.1 and ::1.
directory-stays = This directory is everybody's in this room, and stays.
directory-stays-open = This directory is everybody's in this room, and stays open to all.
epoll-in-epoll = An epoll cannot watch another one here. Register its sockets instead, or wait for it by poll() or select().
epoll-stays = An epoll cannot be sent to another process here. Send the sockets, and let the other process register them with an epoll of its own.

# Limits. $more is how many more were asked for; "none" where there are as many as there may be, "rate" where whoever is too fast waits.
limit-travelling = Sockets on their way to a process count as open.
limit-services = The practice services could not begin.
limit-hit = { $limited ->
    [process] This process
    [room] This room
    [address] Your address
   *[relay] This relay
} may have at most { $most } { $thing ->
    [rooms] { $most ->
        [one] room
       *[other] rooms
    }
    [processes] { $most ->
        [one] process
       *[other] processes
    }
    [pages] { $most ->
        [one] page
       *[other] pages
    }
    [connections] { $most ->
        [one] connection
       *[other] connections
    }
    [metrics] { $most ->
        [one] connection for its metrics
       *[other] connections for its metrics
    }
    [sockets] open { $most ->
        [one] socket
       *[other] sockets
    }
    [places] { $most ->
        [one] place for a connection that waits to be accepted
       *[other] places for connections that wait to be accepted
    }
    [blocked-calls] blocked { $most ->
        [one] call
       *[other] calls
    }
    [blocked-bytes] bytes in blocked calls
    [buffered-bytes] bytes in blocked calls and unfinished frames
    [call-rate] { $most ->
        [one] call
       *[other] calls
    } a second
   *[byte-rate] bytes a second
}{ $more ->
    [none] , and has { $most ->
        [one] it
       *[other] them
    }.
    [rate] .
   *[other] , and { $more } more would exceed that.
}
do-raise-limit = `sockbox serve --{ $option }` raises the limit.

# What the relay says of itself. $unit is hours, minutes or seconds, of which there are $count.
relay-stops = This relay is being stopped: what is open now ends in { $count } { $unit ->
    [hours] h
    [minutes] min
   *[seconds] s
}.
room-ends = This room ends in { $count } { $unit ->
    [hours] h
    [minutes] min
   *[seconds] s
}, at the age a room may reach here.
page-slowed = This page is slowed down.
process-slowed = "{ $process }" is slowed down.
process-slowed-unnamed = A process is slowed down.

# Why it lets somebody not in.
unknown-host = This relay does not know itself as { $host }: open it by its address, or start it with `--host` and that name.
foreign-origin = A page of { $origin } may not use this relay ({ $host }): open the relay's own page, or embed it as a frame, or start the relay with `--allow-origin { $origin }`.
no-token = This relay is private: open its page with #token= and its access token at the end of the address.
come-back = This relay is being stopped: come back in a while.
no-such-room = There is no such room: the name of a room is 32 hexadecimal digits, a-f in lower case.
room-not-made = This relay could not make a room: { $why }. Try again in a moment.

# Why it ends a connection.
relay-stopped = The relay is being stopped.
room-too-old = This room is as old as a room may become here. Reload the page for a fresh one.
silent = Nothing was heard for { $count } { $unit ->
    [hours] h
    [minutes] min
   *[seconds] s
}.
not-whole = A message was not whole { $count } { $unit ->
    [hours] h
    [minutes] min
   *[seconds] s
} after it began.
no-space = There was no room for a message for { $count } { $unit ->
    [hours] h
    [minutes] min
   *[seconds] s
}.

# Mistakes that Python itself finds.
python-text-sent = Sockets carry bytes, not text. Write b'hello', or call .encode() on the text.
python-text-searched = recv() gives bytes, and bytes are compared and split with bytes: write b' ' for ' ', or call .decode() first.
python-number-sent = Sockets carry bytes. For a number in words send str(n).encode(); for one byte send bytes([n]).
python-unix-address = This socket is AF_UNIX, whose address is a path. For TCP call socket.socket(socket.AF_INET, socket.SOCK_STREAM): the family comes first.
python-tuple-forgotten = The address is one argument, a tuple. Write two pairs of parentheses: s.bind(('127.0.0.1', 8001)), s.connect(('127.0.0.1', 8001)).
python-address-tuple = The address is a tuple of host and port: ('127.0.0.1', 8001).
python-port-text = The port is a number, not text: write 8001, or int(port).
python-number-wanted = A number is wanted here, not text: use int().
python-port-range = A port is a number from 0 to 65535; 0 lets the kernel choose.
python-recv-size = recv() wants the most bytes to take, such as recv(1024).
python-accept-pair = accept() returns a pair. Write connection, address = s.accept() and go on with connection.
python-module = socket is the module. Make a socket first: s = socket.socket().
python-bytes-and-text = Bytes and text cannot be joined. recv() gives bytes: call .decode() on them first.
python-cut-character = recv() gives what has come so far, and that may end within a character. Collect the bytes until the message is whole, then call .decode().
python-bytes-already = This is bytes already: it can be sent as it is, and .decode() makes it text.
python-text-already = This is text already: only bytes have .decode().
python-sendto-address = sendto() wants the bytes and the address: s.sendto(b'hello', ('127.0.0.1', 8001)).
python-other-family = This host has an address of the other family only: a socket of AF_INET takes those such as '127.0.0.1', one of AF_INET6 those such as '::1'.
python-hidden-library = A file of yours is called socket.py: import finds that one in place of Python's own module. Give it another name.
python-host-name = This name is not known here: a room has names of its own, and no way out to the internet. Give the host alone, such as 'localhost' or '127.0.0.1', without http:// and without a port.
python-timeout = A timeout is a number of seconds from 0 on, or None to wait for ever.
python-no-processes = A terminal is one process of Python, in your browser: it starts no others. Use threads, or run the second program in another terminal.
python-no-module = This module needs what a browser does not have.
python-no-package = Only Python's own library is here, and nothing can be installed. Try its modules, such as urllib.request or http.client.
python-no-tls = There is no TLS here, and so no https. Use http with a server in this room.
python-no-packets = AF_PACKET, which reads whole frames of a network card, is not here. Raw sockets are: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).
python-one-recv = One recv() is not one message: it gives what has come so far, and b'' at the end. Read in a loop until the message is whole, for example up to a line feed or to a length that was sent first.
python-full-width = { $character } ({ $code }) only looks like { $meant }: it comes from an input method for Chinese. Switch that to half-width punctuation and type it again.
python-setsockopt = setsockopt() wants level, option and value: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1).
python-nothing = There is None where a socket is wanted: connect(), bind() and listen() return nothing. Keep the socket in a variable of its own.
