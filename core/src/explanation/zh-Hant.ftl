# What a call needs.
need-already-bound = { $call }() 用來替 socket 指定位址，只能指定一次。
need-already-connected = { $call }() 需要一個從未連線過的 socket。
need-already-listening = { $call }() 需要一個沒有在監聽的 socket。
need-listening = { $call }() 需要一個正在監聽的 socket。
need-bound = { $call }() 需要一個已有位址的 socket。
need-writable = { $call }() 需要一條還能送出資料的連線。
need-connected = { $call }() 需要一個已連線的 socket。
need-destination = { $call }() 需要知道要送給誰。
need-connections = { $call }() 只適用於有連線的 socket，也就是 SOCK_STREAM。
need-usable = 已經不能再呼叫 { $call }() 了。

# What the socket is.
is-datagram = fd { $fd } 是 SOCK_DGRAM socket。
is-raw = fd { $fd } 是 SOCK_RAW socket。
is-bound-only = fd { $fd } 已經繫結{ $address ->
    [none] {""}
   *[other] 到 { $address }
}，但還沒有呼叫 { $missing }()。
is-bound = fd { $fd } 已經繫結{ $address ->
    [none] 過了
   *[other] 到 { $address }
}。
is-new = fd { $fd } 是新建立的：還沒有呼叫 { $missing }()。
is-new-for-server = fd { $fd } 是新建立的：bind() 和 listen() 都還沒有呼叫。
is-listening = fd { $fd } 正在監聽{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
}。
is-write-shut = fd { $fd } 的傳送方向已經被 shutdown() 關閉。
is-without-peer = fd { $fd } 的對方已經不在了。
is-connected = fd { $fd } 已經連線過{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
}。
is-failed = fd { $fd } 先前已經失敗。

# What to do.
do-new-socket-for-address = 要用別的位址，請建立新的 socket。
do-new-socket-to = 請建立新的 socket，再呼叫 { $call }()。
do-new-socket = 請建立新的 socket。
do-bind-and-listen = 請先呼叫 bind() 和 listen()。
do-listen = 請先呼叫 listen()。
do-on-listener = 請在呼叫過 listen() 的那個 socket 上呼叫它。
do-accept = 請先呼叫 accept()，再對它傳回的 socket 呼叫 { $call }()。
do-connect-or-listen = 用戶端請呼叫 connect()；伺服器請呼叫 listen() 和 accept()。
do-connect = 請先呼叫 connect()。
do-bind = 請先呼叫 bind()。
do-send-before-shutdown = 請在 shutdown() 之前送出，或建立新的連線。
do-sendto = 請使用帶位址的 sendto()，或先呼叫 connect()。
do-datagrams = 資料包 (datagram) 不需要連線：先呼叫 bind()，再呼叫 recvfrom()。
see = 請參閱 { $page }。

# Descriptors that are no socket.
closed-object = 這個 socket 已經關閉。請用 socket() 建立新的。
closed-fd = fd { $fd } 沒有開啟：它已被關閉，或從未開啟過。請用 socket() 建立新的 socket。
terminal-fd = fd { $fd } 是終端機，不是 socket。請用 socket() 建立一個 socket。

# Addresses that are taken.
taken = { $address } 已被占用。
taken-by-own = 本行程的 fd { $fd } 已經繫結了它。
do-close-or-choose = 請先關閉那個 socket，或改用別的連接埠。
