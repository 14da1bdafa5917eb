# What the page says, in English. Words in `backticks` are shown as code.

# The header

title = sockbox: Python sockets in the browser
tagline = Python socket calls, performed on real sockets
language = Language
loading-python = Loading Python: { $loaded } of { $total } MB
room = Room
room-link = room { $id }…
copy-link = Copy link
link-copied = Copied
link-not-copied = The browser does not allow it: copy the link itself
close = Close

# Who is here

people-alone = Whoever opens this link joins your network, with terminals of their own.
people-count = { $count } people here
people-alone-again = You are alone in this room
people-unknown = Who is here is not known: { $why }
people-connecting = Who is here is not known: connecting again…
people-list = People in this room
people-you = you
people-guest = guest { $number }
people-processes = : { $names }
people-separator = {", "}
people-unnamed = unnamed

# This network

network = This network
network-own = One machine with several addresses. All terminals of this room are on it, and nothing else: nobody outside reaches it, and nothing leads out. Every port is free, those below 1024 too.
network-shared = The loopback of the relay's host, shared with everybody who uses this relay: `127.0.0.1` and `::1`. Ports may be taken. There are no other hosts and no practice services here.
network-name = Name
services = Practice services
services-where = They listen on `{ $host }`. Choose a line to put it into the prompt.
services-tcp = TCP
services-tcp-udp = TCP and UDP
validation = Calls that cannot succeed
validation-enforce = are answered at once, with the reason, and never sent
validation-explain = are sent all the same: the kernel's answer stands beside the model's
validation-badge = All calls are sent, mistakes too

# Notices

dismiss = Dismiss
try-again = Try again
load-failed = Python could not be loaded.
unsupported = This browser cannot run Python here.
unsupported-why = It lacks JavaScript Promise Integration (WebAssembly.Suspending), with which a call like accept() can wait. Please use Chrome or Edge 137, Firefox 153, Safari 27, or any newer version of these.
not-isolated = Not isolated.
not-isolated-why = This relay could not make a network of its own for this room: its sockets are on the loopback of the relay's host, like those of all its other rooms. Ports may be taken, and services of that host can be reached. The relay's log says why, and what to do about it.
misplaced = This address leads nowhere.
misplaced-room = “{ $room }” is no room: the id of a room is 32 hexadecimal digits, a to f in lower case.
misplaced-relay = “{ $relay }” is no relay: its address begins with wss:// or ws://, then comes its host.
misplaced-new-room = Open a new room

# A terminal

terminal-label = Terminal { $title }
terminal-process = Process of { $title }
terminal-entry = Entry line of { $title }
terminal-output = Output of { $title }
stop = Stop
stop-does = Ctrl-C: KeyboardInterrupt
restart = Restart
restart-does = End this process and begin a new one
input-hint = a line for the program
lines-dropped = { $count } earlier lines were dropped: a terminal keeps its last { $kept }

state-loading = loading Python, you can type already
state-loading-entries = loading Python, { $count ->
    [one] 1 entry waits
   *[other] { $count } entries wait
}
state-starting = starting Python
state-ready = ready
state-input = waiting for input
state-running = running
state-blocked = blocked in { $call }
state-blocked-on = blocked in { $call } on { $place }
state-ended = ended: { $why }
state-unsupported = this browser cannot run Python here
state-load-failed = Python could not be loaded

ended-exit = exit status { $status }
ended-relay-lost = no connection to the relay
ended-crashed = Python crashed
ended-killed = killed
ended-with-reason = { $brief } ({ $why })
farewell-new = process ended: { $why }. Enter begins a new one.
farewell-connect = process ended: { $why }. All text stays. Enter connects again.
farewell-crashed = process ended: { $why }. All text stays. Enter begins a new one.
new-process = new process
client-not-begun = not begun: the server's program does not run
interrupt-overdue = Ctrl-C was sent, and Python goes on: it handles the KeyboardInterrupt itself, is inside one long operation, or waits for an object that another thread uses. Restart ends it in any case.

threads = Threads and stepping
pace-full = Run
pace-slow = Slow motion
pace-paused = Pause
step = Step
thread-waits = waits for { $what }
thread-runs = runs
awaited-readiness = one of several sockets, or input
awaited-input = a line of input
awaited-output = output to be shown
awaited-seconds = { $count ->
    [one] 1 second to pass
   *[other] { $count } seconds to pass
}
awaited-time = the time to pass
awaited-owned-lock = a lock that { $name } has
awaited-lock = a lock
awaited-end = the end of { $name }
awaited-object = an object that another thread uses
awaited-library = a part of Python's library
awaited-line = its next line
awaited-step = a step

# Keys

key-runs = runs
key-new-line = new line
key-earlier = earlier entries
key-stops = stops
key-ends = ends
key-clears = clears
key-then = then
key-leaves = leaves the entry line

# First steps

first-steps = First steps: choose a line, then press Enter
first-steps-socket = make a socket
first-steps-bind = give it an address
first-steps-listen = let clients queue
first-steps-accept = wait for one
first-steps-recv = read what it sent
first-steps-answer = answer
first-steps-connect = call the server
first-steps-send = send it bytes
first-steps-read = read its answer

# The timeline

timeline = Socket calls
timeline-label = Socket calls of all terminals
timeline-empty = No calls yet. Each one appears here with its result.
timeline-count = { $count ->
    [one] 1 call
   *[other] { $count } calls
}
timeline-dropped = the last { $kept } calls; { $dropped } earlier ones were dropped (at most { $limit } are kept)
clear = Clear
column-time = Time
column-terminal = Terminal
column-call = Call
column-result = Result
column-took = Took
call-on = { $call } on { $place }
call-running = running
call-abandoned = the process ended first
call-not-sent = not sent
call-refused = Refused before it was sent: { $why }
call-refused-unknown = the state of the socket does not allow this call
model-agrees = The model had said the same: { $exception }
model-disagrees = ⚑ The model had said: { $exception }
detail-nothing = no socket yet
detail-sent = { $count ->
    [one] Sent: 1 byte
   *[other] Sent: { $count } bytes
}
detail-received = { $count ->
    [one] Received: 1 byte
   *[other] Received: { $count } bytes
}
detail-more = { $count ->
    [one] and 1 byte more
   *[other] and { $count } bytes more
}

# The sockets

sockets = Sockets
sockets-empty = No sockets yet. Each one appears here with its state.
sockets-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
socket-label = { $title }, fd { $fds }, { $kind }
socket-fds = fd { $fds }
socket-local = local
socket-remote = remote
socket-created = created
socket-bound = bound
socket-listening = listening
socket-connecting = connecting
socket-connected = connected
socket-read-shut = read shut
socket-write-shut = write shut
socket-both-shut = both shut
socket-ended = ended
socket-uncertain = uncertain
socket-closed = closed
socket-or = {" or "}
socket-in = in { $call }
socket-next = Next: { $calls }
socket-picture = States of { $kind }. Now: { $state }. { $next }
socket-peer-finished = the peer sends no more
socket-broken = the connection is broken
socket-traffic = { $sent } B sent, { $received } B received
socket-unread = { $count ->
    [one] 1 byte waits to be received
   *[other] { $count } bytes wait to be received
}

# Files

files = Files
files-does = The programs of this terminal
files-of = Files of { $title }
files-more = Files of { $title }: more
file-new = New
file-new-does = A new file
file-rename = Rename
file-rename-label = New name of { $name }
file-delete = Delete
file-delete-sure = Delete { $name }? There is no way back.
file-keep = Keep
file-upload = Upload
file-upload-does = Bring files of yours here
file-download = Download
file-editor = Editor of { $title }
file-none = No file yet. New begins one; Examples, at the top, has programs to try.
file-bytes = { $size } bytes that are not text
file-large = { $size } bytes: more than is shown and kept here. It ends with the process.
file-too-large = { $name } has { $size } bytes, and a file has at most { $limit } MiB
file-not-kept = { $name } is not kept across a reload: the browser's storage is full. Download it.
file-outgrown = { $name } has grown to { $size } bytes: above { $limit } MiB a file is neither shown nor kept here, and ends with the process.
file-large-rename = { $name } is too large to be shown here, so the program has to rename it: os.rename()
file-too-many = { $name } has no place here: a terminal shows and keeps { $limit } files. Those beyond are in the process alone, and end with it.
entries-not-kept = The browser's storage for this site is full: what you type is not kept across a reload. Delete files to make room; Save has all output.
storage-refused = This browser lets the page keep nothing here: files and earlier entries are gone after a reload. Download and Save have them.
file-name-missing = A file needs a name
file-name-form = A name is like program.py, or folder/program.py
file-name-long = A name has at most 255 characters, all of them printable
file-name-temporary = Files below tmp end with the process: choose another folder
file-name-taken = There is a file { $name } already
run = Run
run-does = Ctrl+Enter: begins a new process, as python -i does
arguments = arguments
arguments-label = Arguments for the program of { $title }: sys.argv
arguments-quote = The arguments have a quote that is not closed
search-find = Find
search-replace-with = Replace with
search-next = next
search-previous = previous
search-all = all
search-case = match case
search-pattern = regexp
search-words = by word
search-replace = replace
search-replace-all = replace all
search-close = close
search-match = current match
search-on-line = on line
search-replaced = replaced match on line $
search-replaced-all = replaced $ matches
search-line = Go to line
search-go = go

# Examples

examples = Examples
examples-what = Each is a pair of programs: one click puts them into the file panes of server and client.
examples-coming = The list is on its way…
examples-failed = The list did not come:
examples-how = Run both begins the client as soon as the server waits for it. One by one: `Ctrl+Enter` in its editor, the server first.
examples-run = Run both

# What a terminal has shown, as a file

save = Save
save-does = Save what this terminal has shown
save-label = Save the output of { $title }
save-text = Output as text
save-transcript = Transcript with times
close-does = End this process and close its terminal
