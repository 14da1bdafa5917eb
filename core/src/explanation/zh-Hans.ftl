# What a call needs.
need-already-bound = { $call }() 用来给套接字指定地址，只能指定一次。
need-already-connected = { $call }() 要求套接字从未连接过。
need-already-listening = { $call }() 要求套接字不在监听状态。
need-listening = { $call }() 要求套接字正在监听。
need-bound = { $call }() 要求套接字已有地址。
need-writable = { $call }() 要求连接仍能发送数据。
need-connected = { $call }() 要求套接字已经连接。
need-destination = { $call }() 需要知道发给谁。
need-connections = { $call }() 只用于有连接的套接字，也就是 SOCK_STREAM。
need-usable = 已经不能再调用 { $call }() 了。

# What the socket is.
is-datagram = fd { $fd } 是 SOCK_DGRAM 套接字。
is-raw = fd { $fd } 是 SOCK_RAW 套接字。
is-bound-only = fd { $fd } 已经绑定{ $address ->
    [none] {""}
   *[other] 到 { $address }
}，但还没有调用 { $missing }()。
is-bound = fd { $fd } 已经绑定{ $address ->
    [none] 过了
   *[other] 到 { $address }
}。
is-new = fd { $fd } 是新建的：还没有调用 { $missing }()。
is-new-for-server = fd { $fd } 是新建的：bind() 和 listen() 都还没有调用。
is-listening = fd { $fd } 正在监听{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
}。
is-write-shut = fd { $fd } 的发送方向已被 shutdown() 关闭。
is-without-peer = fd { $fd } 的对端已经不在了。
is-connected = fd { $fd } 已经连接过{ $address ->
    [none] {""}
   *[other] { " " }{ $address }
}。
is-failed = fd { $fd } 之前已经失败。

# What to do.
do-new-socket-for-address = 要用别的地址，请新建一个套接字。
do-new-socket-to = 请新建一个套接字，再调用 { $call }()。
do-new-socket = 请新建一个套接字。
do-bind-and-listen = 请先调用 bind() 和 listen()。
do-listen = 请先调用 listen()。
do-on-listener = 请在调用过 listen() 的那个套接字上调用它。
do-accept = 请先调用 accept()，再在它返回的套接字上调用 { $call }()。
do-connect-or-listen = 客户端请调用 connect()；服务器请调用 listen() 和 accept()。
do-connect = 请先调用 connect()。
do-bind = 请先调用 bind()。
do-send-before-shutdown = 请在 shutdown() 之前发送，或者建立新的连接。
do-sendto = 请用带地址的 sendto()，或者先调用 connect()。
do-datagrams = 数据报不需要连接：先调用 bind()，再调用 recvfrom()。
see = 参见 { $page }。

# Descriptors that are no socket.
closed-object = 这个套接字已经关闭。请用 socket() 新建一个。
closed-fd = fd { $fd } 没有打开：它已被关闭，或者从未打开过。请用 socket() 新建一个套接字。
terminal-fd = fd { $fd } 是终端，不是套接字。请用 socket() 新建一个套接字。

# Addresses that are taken.
taken = { $address } 已被占用。
taken-by-own = 本进程的 fd { $fd } 已经绑定了它。
do-close-or-choose = 请先关闭那个套接字，或者换一个端口。
