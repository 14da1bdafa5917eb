# What a call needs.
need-already-bound = { $call }() 用来给套接字指定地址，只能指定一次。
need-already-connected = { $call }() 要求套接字从未连接过。
need-already-listening = { $call }() 要求套接字不在监听状态。
need-listening = { $call }() 要求套接字正在监听。
need-bound = { $call }() 要求套接字已有地址。
need-writable = { $call }() 要求连接仍能发送数据。
need-connected = { $call }() 要求套接字已经连接。
need-destination = { $call }() 需要知道发给谁。
need-connections = { $call }() 只用于面向连接的套接字，也就是 SOCK_STREAM。
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
do-begin-anew = 那个连接已经结束。要继续，请新建一个套接字，再调用 connect()。
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
taken = { $address ->
    [none] 这个地址
   *[other] { $address } {""}
}已被占用。
taken-by-own = 本进程的 fd { $fd } 已经绑定了它。
do-close-or-choose = 请先关闭那个套接字，或者换一个端口。

# What a call that blocks waits for, and what wakes it.
waits-poll = 正在等待其中某个套接字就绪，或者超时。对端连接、发送或关闭都会唤醒它。
waits-accept = accept() 正在等待客户端。在另一个终端用 connect() 连接{ $address ->
    [none] 这个套接字
   *[other] { " " }{ $address } {""}
}就会唤醒它。
waits-connect = connect() 正在等待{ $address ->
    [none] 对端
   *[other] { " " }{ $address } {""}
}的应答。那里有服务器监听或者拒绝连接，都会唤醒它。
waits-icmp = 正在等待房间里的任意一条 ICMP 消息。在另一个终端 ping 一下 127.0.0.1 就会唤醒它。
waits-echo = 正在等待自己发出的回显请求的应答。请先发送一个请求。
waits-unbound = 正在等待数据报，但谁也无法发给它：这个套接字还没有端口。请按 Ctrl-C 中断，先调用 bind()。
waits-datagram = 正在等待数据报。在另一个终端用 sendto() 发到{ $address ->
    [none] 这个套接字
   *[other] { " " }{ $address } {""}
}就会唤醒它。
waits-stream = 正在等待数据。对端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}发送数据或关闭连接时就会醒来。
waits-send = 缓冲区已满，正在等待空间。对端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}调用 recv() 之后就会醒来。

# A timeout is over.
timed-out-accept = 在 settimeout() 规定的时间内没有客户端连接。
timed-out-connect = { $address ->
    [none] 对端
   *[other] { $address } {""}
}在 settimeout() 规定的时间内没有应答。
timed-out-recv = 在 settimeout() 规定的时间内没有收到任何数据。
timed-out-send = 在 settimeout() 规定的时间内对端没有取走数据：缓冲区已满。
do-timeout = 请捕获 TimeoutError 再试一次，或者用 settimeout(None) 一直等下去。

# Who has an address.
taken-by-nobody = 没有打开的套接字占用它：很可能是刚关闭的连接还处于 TIME_WAIT，最多一分钟。
do-unlink = 已经有同名的文件，可能是已关闭的套接字留下的：close() 不会删除它。请在 bind() 之前调用 os.unlink('{ $path }')。
do-reuse = 每次 bind() 之前都调用 s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)：只有先前占用该端口的套接字也这样设置过，它才起作用。
do-other-address = 请换一个端口，或者换一个不属于练习服务的地址。
practice-services = 这个房间的练习服务在监听：{ $places }。
holder-service = 这个房间的练习服务 { $service } 占用 { $address }。
holder-half-rests = { $address } 上有一个已关闭的连接处于 FIN_WAIT2，正在等待对端关闭，最多还要 { $seconds } 秒。
holder-rests = { $address } 上有一个已关闭的连接仍处于 TIME_WAIT，还要 { $seconds } 秒才结束。
holder-listens = { $you ->
    [yes] 本进程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一个进程的 fd { $fd } 
       *[other] 终端“{ $process }”里的 fd { $fd } 
    }
} 正在监听 { $address }。
holder-bound = { $you ->
    [yes] 本进程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一个进程的 fd { $fd } 
       *[other] 终端“{ $process }”里的 fd { $fd } 
    }
} 已经绑定到 { $address }。
holder-bound-only = { $you ->
    [yes] 本进程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一个进程的 fd { $fd } 
       *[other] 终端“{ $process }”里的 fd { $fd } 
    }
} 已经绑定到 { $address }，但还没有调用 listen()。
holder-is-udp = { $you ->
    [yes] 本进程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一个进程的 fd { $fd } 
       *[other] 终端“{ $process }”里的 fd { $fd } 
    }
} 占用 { $address }，但它是 SOCK_DGRAM 套接字：UDP 的端口和 TCP 的端口互不相干。
holder-is-tcp = { $you ->
    [yes] 本进程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一个进程的 fd { $fd } 
       *[other] 终端“{ $process }”里的 fd { $fd } 
    }
} 占用 { $address }，但它是 SOCK_STREAM 套接字：TCP 的端口和 UDP 的端口互不相干。
refused = { $address ->
    [none] 那里
   *[other] { $address } 上
}没有程序接受连接。
refused-datagram = { $address ->
    [none] 有一个数据报
   *[other] 发往 { $address } 的数据报
}被退回：没有套接字绑定在那里。
nobody-listens = 这个房间里没有任何套接字在监听。
do-start-server = 请先启动服务器：bind()、listen()，然后 accept()。不同的房间互相看不见。
do-bind-receiver = 请先启动接收方：bind()，然后 recvfrom()。双方的地址和端口必须一致。
do-same-address = 请连接到服务器正在监听的地址和端口。

# Errors by their number.
not-yet-accept = 还没有连接在排队，而这个套接字不允许阻塞。请用 select() 等待，或者调用 setblocking(True)。
not-yet-recv = 还没有数据到达，而这个套接字不允许阻塞。请用 select() 等待，或者调用 setblocking(True)。
not-yet-connect = 服务器的队列已满，而这个套接字不允许阻塞。请稍后再试。
not-yet-send = 缓冲区已满，而这个套接字不允许阻塞。请用 select() 等到它可写。
goes-on = 这个套接字不允许阻塞，所以程序继续运行，连接同时在建立。请用 select() 等到 fd { $fd } 可写，再用 getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) 查询：0 表示连接成功。
reset = 对端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}突然中断了连接，可能还没有读完你发送的数据。请关闭这个套接字；要继续，请新建一个再调用 connect()。
broken-pipe = 对端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}不再接收数据：它已经关闭了连接。请关闭这个套接字；要继续，请新建一个再调用 connect()。
aborted = 连接还没有建立就被放弃了。请新建一个套接字，再调用 connect()。
no-answer = { $address ->
    [none] 对端
   *[other] { $address } {""}
}没有应答。请检查服务器是否在运行，accept() 是否来得及处理。
no-own-address = { $address } 不是这个房间的地址。请绑定到 127.0.0.1；AF_INET6 用 ::1；要绑定全部地址用 0.0.0.0。
no-port-left = 没有空闲的本地端口可用来连接 { $address }。请关闭不需要的连接。
no-way = 到不了 { $address }：房间不通外网。请使用房间里的地址，例如 127.0.0.1。
privileged-port = 这里 1024 以下的端口是保留的。请换一个更大的，例如 8001。
broadcast = { $address } 是广播地址。请先允许广播：s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)。
not-permitted = 这里不允许 { $call }()。
too-long = 一条消息放不下这么多数据。请分段发送：一个数据报最多 65507 字节。
no-such-socket = 没有这种地址族、类型和协议组合的套接字。TCP 请用 socket.socket(socket.AF_INET, socket.SOCK_STREAM)，UDP 请用 socket.SOCK_DGRAM。
other-family = { $address } 与 fd { $fd } 的地址族不同。请使用同一族的地址：AF_INET 用 127.0.0.1，AF_INET6 用 ::1，AF_UNIX 用路径。
other-kind = { $address } 上的套接字类型不同。双方必须同为 SOCK_STREAM，或者同为 SOCK_DGRAM。
no-such-option = fd { $fd } 没有这个选项。请查一查层级和选项名是否对应。
bad-option-value = 这个值不适合该选项：多数选项要求 int，有些只接受特定的值。
not-connected-unix = fd { $fd } 还没有连接。请先调用 connect()，或者在 accept() 返回的套接字上调用 recv()。
flag-not-here = fd { $fd } 上的 { $call }() 不能使用这些标志。
closed-meanwhile = { $call }() 正在等待时 fd { $fd } 被关闭了，而关闭并不会唤醒它。请在 close() 之前调用 shutdown(socket.SHUT_RDWR)，这样才会唤醒。
interrupted = { $call }() 被 Ctrl-C 中断了。
relay-gone = 与中继的连接断开了，所有套接字也随之关闭。请重启进程。
no-memory = 内核现在没有内存做这件事。请减少数据量再试。
no-such-name = 没有名为 { $address } 的套接字。请先启动服务器：它的 bind() 会创建这个名字。
no-such-path = 没有这个名字的文件或目录。
path-in-the-way = 已经有同名的文件或目录，或者目录不是空的。
name-too-long = 名字太长：AF_UNIX 地址最多 107 字节。
read-only = 这里不能修改。套接字的路径请放在 /tmp 下。
failed = { $call }() 失败，错误是 { $errno }：{ $words }。

# What the relay does not do. Numbers are those of the call.
no-such-type = 没有套接字类型 { $kind }。TCP 请用 socket.SOCK_STREAM，UDP 请用 socket.SOCK_DGRAM。
no-such-protocol = 没有协议 { $protocol }。请用 0：由内核选择合适的协议。
family-not-here = 这里不能使用地址族 { $family }。请用 AF_INET、AF_INET6 或 AF_UNIX。
type-not-here = 这里的这个地址族不能使用套接字类型 { $kind }。可用的有：{ $available }。
protocol-not-here = 这里的套接字类型 { $kind } 不能使用协议 { $protocol }。可用的有：{ $available }。
pair-not-here = 只有 AF_UNIX 才有 socketpair()。
fast-open-not-here = 这里不能使用 MSG_FASTOPEN。请先调用 connect()，再调用 send()。
out-of-band-not-here = 这里的 AF_UNIX 不能使用 MSG_OOB。TCP 可以。
poll-too-long = 这里一次 poll() 最多 { $most } 项。请分几次查询。
too-many-rights = 一条消息里有 { $count } 个描述符，最多只能有 { $most } 个。请分几次发送。
credentials-not-here = 这里不能使用 SCM_CREDENTIALS：它给出的会是中继的进程和用户，而不是本进程的。
ancillary-not-here = 这里不能使用层级 { $level }、类型 { $kind }、长度 { $length } 字节的辅助数据。
option-not-here = 这里不能使用层级 { $level } 的选项 { $name }。
option-read-only = 层级 { $level } 的选项 { $name } 只能读取。
option-length = 层级 { $level } 的选项 { $name } 的值不是 { $length } 字节长。正确的字节数：{ $right }。
option-too-long = 没有选项比 { $most } 字节长，而这里要读 { $size } 字节。
needs-network = { $thing ->
    [raw] 原始套接字需要独立的网络，而这个中继无法创建。
    [multicast] 多播需要独立的网络，而这个中继无法创建。
    [interface] 选择网络接口需要独立的网络，而这个中继无法创建。
    [unix] AF_UNIX 套接字只有在独立的网络里才能有名字，而这个中继无法创建。
   *[files] 这里没有文件系统：它需要独立的房间，而这个中继无法创建。
}
only-loopback = 这里只有环回地址，例如 127.0.0.1 和 ::1。
directory-stays = 这个目录属于房间里的所有人，不能删除。
directory-stays-open = 这个目录属于房间里的所有人，必须对所有人开放。
epoll-in-epoll = 这里的 epoll 不能监视另一个 epoll。请直接注册它的套接字，或用 poll()、select() 等待它。
epoll-stays = 这里不能把 epoll 发送给另一个进程。请发送套接字，由对方在自己的 epoll 中注册。

# Limits.
limit-travelling = 正在传给另一个进程的套接字也算打开的套接字。
limit-services = 练习服务无法启动。
limit-hit = { $limited ->
    [process] 本进程
    [room] 这个房间
    [address] 你的地址
   *[relay] 这个中继
}最多只能有 { $most } { $thing ->
    [rooms] 个房间
    [processes] 个进程
    [pages] 个页面
    [connections] 个连接
    [metrics] 个读取指标的连接
    [sockets] 个打开的套接字
    [places] 个等待 accept() 的连接的位置
    [blocked-calls] 个阻塞的调用
    [blocked-bytes] 字节在阻塞的调用中
    [buffered-bytes] 字节在阻塞的调用和未收完的帧中
    [call-rate] 次调用（每秒）
   *[byte-rate] 字节（每秒）
}{ $more ->
    [none] ，现在已经满了。
    [rate] 。
   *[other] ，再加 { $more } 就超出了。
}
do-raise-limit = 用 `sockbox serve --{ $option }` 可以提高这个上限。

# What the relay says of itself. $unit is hours, minutes or seconds, of which there are $count.
relay-stops = 这个中继即将停止：现有的连接将在 { $count } { $unit ->
    [hours] 小时
    [minutes] 分钟
   *[seconds] 秒
}后断开。
room-ends = 这个房间将达到允许存在的最长时间，在 { $count } { $unit ->
    [hours] 小时
    [minutes] 分钟
   *[seconds] 秒
}后关闭。
page-slowed = 这个页面发送得太快，已被限速。
process-slowed = 终端“{ $process }”收发得太快，已被限速。
process-slowed-unnamed = 一个进程收发得太快，已被限速。

# Why it lets somebody not in.
unknown-host = 这个中继不认识主机名 { $host }：请用它的 IP 地址打开，或在启动时用 `--host` 指定这个名字。
foreign-origin = 来自 { $origin } 的页面不能使用这个中继（{ $host }）：请打开中继自己的页面，或用 iframe 嵌入它，或在启动中继时加上 `--allow-origin { $origin }`。
no-token = 这个中继是私有的：请在页面地址末尾加上 #token= 和访问令牌。
come-back = 这个中继正在停止：请稍后再来。
no-such-room = 没有这个房间：房间名是 32 位十六进制数字，a 到 f 用小写。
room-not-made = 这个中继无法创建房间：{ $why }。请稍后重试。

# Why it ends a connection.
relay-stopped = 中继正在停止。
room-too-old = 这个房间已达到允许存在的最长时间。请重新加载页面，进入新的房间。
silent = 已有 { $count } { $unit ->
    [hours] 小时
    [minutes] 分钟
   *[seconds] 秒
}没有收到任何数据。
not-whole = 一条消息开始后 { $count } { $unit ->
    [hours] 小时
    [minutes] 分钟
   *[seconds] 秒
}仍不完整。
no-space = 连续 { $count } { $unit ->
    [hours] 小时
    [minutes] 分钟
   *[seconds] 秒
}没有空间接收消息。

# Mistakes that Python itself finds.
python-text-sent = 套接字收发的是字节，不是文本。请写 b'hello'，或者对文本调用 .encode()。
python-text-searched = recv() 得到的是字节，比较和分割也要用字节：把 ' ' 写成 b' '，或者先调用 .decode()。
python-number-sent = 套接字收发的是字节。要发送数字的文本形式，用 str(n).encode()；要发送一个字节，用 bytes([n])。
python-unix-address = 这个套接字是 AF_UNIX，它的地址是路径。TCP 请用 socket.socket(socket.AF_INET, socket.SOCK_STREAM)：地址族写在前面。
python-tuple-forgotten = 地址是一个参数，即一个元组。请写两层括号：s.bind(('127.0.0.1', 8001))、s.connect(('127.0.0.1', 8001))。
python-address-tuple = 地址是由主机和端口组成的元组：('127.0.0.1', 8001)。
python-port-text = 端口是数字，不是文本：请写 8001，或者 int(port)。
python-number-wanted = 这里需要数字，不是文本：请用 int()。
python-port-range = 端口是 0 到 65535 之间的数字；0 表示由内核选择。
python-recv-size = recv() 需要说明最多取多少字节，例如 recv(1024)。
python-accept-pair = accept() 返回一对值。请写 connection, address = s.accept()，然后使用 connection。
python-module = socket 是模块。请先创建套接字：s = socket.socket()。
python-bytes-and-text = 字节和文本不能相加。recv() 得到的是字节：请先调用 .decode()。
python-cut-character = recv() 给出的是目前到达的数据，末尾可能只有半个字符。请收齐整条消息的字节，再调用 .decode()。
python-bytes-already = 这已经是字节：可以直接发送，用 .decode() 可以变成文本。
python-text-already = 这已经是文本：只有字节才有 .decode()。
python-sendto-address = sendto() 需要数据和地址：s.sendto(b'hello', ('127.0.0.1', 8001))。
python-other-family = 这个主机只有另一个地址族的地址：AF_INET 的套接字使用 '127.0.0.1' 这样的地址，AF_INET6 的使用 '::1' 这样的地址。
python-hidden-library = 你有一个名为 socket.py 的文件：import 找到的是它，而不是 Python 自己的模块。请给它换个名字。
python-host-name = 这里找不到这个名字：房间只有自己的名字，而且不连接互联网。请只写主机，例如 'localhost' 或 '127.0.0.1'，不要带 http://，也不要带端口。
python-timeout = 超时是不小于 0 的秒数，None 表示一直等待。
python-no-processes = 一个终端就是浏览器里的一个 Python 进程，它不能启动别的进程。请使用线程，或在另一个终端里运行第二个程序。
python-no-module = 这个模块需要浏览器里没有的东西。
python-no-package = 这里只有 Python 的标准库，不能安装别的包。可以试试标准库的模块，例如 urllib.request 或 http.client。
python-no-tls = 这里没有 TLS，因此不能使用 https。请对本房间里的服务器使用 http。
python-no-packets = 这里没有 AF_PACKET（它读取网卡上的整个帧）。可以使用原始套接字：socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)。
python-one-recv = 一次 recv() 不等于一条消息：它给出目前到达的数据，结束时给出 b''。请循环读取，直到消息完整，例如读到换行符，或者读够事先发送的长度。
python-full-width = { $character }（{ $code }）只是看起来像 { $meant }，它是中文输入法的全角标点。请把输入法切换到英文（半角）标点，再输入一次。
python-setsockopt = setsockopt() 需要层级、选项和值：s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)。
python-nothing = 这里需要套接字，得到的却是 None：connect()、bind() 和 listen() 没有返回值。请把套接字单独存在一个变量里。
