# What a call needs.
need-already-bound = { $call }() 用來替 socket 指定位址，只能指定一次。
need-already-connected = { $call }() 需要一個從未連線過的 socket。
need-already-listening = { $call }() 需要一個沒有在監聽的 socket。
need-listening = { $call }() 需要一個正在監聽的 socket。
need-bound = { $call }() 需要一個已有位址的 socket。
need-writable = { $call }() 需要一條還能傳送資料的連線。
need-connected = { $call }() 需要一個已連線的 socket。
need-destination = { $call }() 需要知道要傳給誰。
need-connections = { $call }() 只適用於連線導向的 socket，也就是 SOCK_STREAM。
need-usable = 已經不能再呼叫 { $call }() 了。

# What the socket is.
is-datagram = fd { $fd } 是 SOCK_DGRAM socket。
is-raw = fd { $fd } 是 SOCK_RAW socket。
is-bound-only = fd { $fd } 已經綁定{ $address ->
    [none] {""}
   *[other] 到 { $address }
}，但還沒有呼叫 { $missing }()。
is-bound = fd { $fd } 已經綁定{ $address ->
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
is-without-peer = fd { $fd } 的對端已經不在了。
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
do-begin-anew = 那條連線已經結束。要繼續，請建立新的 socket，再呼叫 connect()。
do-bind = 請先呼叫 bind()。
do-send-before-shutdown = 請在 shutdown() 之前傳送，或建立新的連線。
do-sendto = 請使用帶位址的 sendto()，或先呼叫 connect()。
do-datagrams = 資料包 (datagram) 不需要連線：先呼叫 bind()，再呼叫 recvfrom()。
see = 請參閱 { $page }。

# Descriptors that are no socket.
closed-object = 這個 socket 已經關閉。請用 socket() 建立新的。
closed-fd = fd { $fd } 沒有開啟：它已被關閉，或從未開啟過。請用 socket() 建立新的 socket。
terminal-fd = fd { $fd } 是終端機，不是 socket。請用 socket() 建立一個 socket。

# Addresses that are taken.
taken = { $address ->
    [none] 這個位址
   *[other] { $address } {""}
}已被佔用。
taken-by-own = 本行程的 fd { $fd } 已經綁定了它。
do-close-or-choose = 請先關閉那個 socket，或改用別的連接埠。

# What a call that blocks waits for, and what wakes it.
waits-poll = 正在等待其中某個 socket 就緒，或等到逾時。對端連線、傳送資料或關閉都會喚醒它。
waits-accept = accept() 正在等待用戶端。在另一個終端機用 connect() 連到{ $address ->
    [none] 這個 socket {""}
   *[other] { " " }{ $address } {""}
}就會喚醒它。
waits-connect = connect() 正在等待{ $address ->
    [none] 對端
   *[other] { " " }{ $address } {""}
}的回應。那裡有伺服器監聽，或拒絕連線，都會喚醒它。
waits-icmp = 正在等待房間裡的任何一則 ICMP 訊息。在另一個終端機 ping 一下 127.0.0.1 就會喚醒它。
waits-echo = 正在等待自己傳送的回應要求 (echo request) 的回覆。請先傳送一個要求。
waits-unbound = 正在等待資料包，但誰也無法傳送給它：這個 socket 還沒有連接埠。請按 Ctrl-C 中斷，先呼叫 bind()。
waits-datagram = 正在等待資料包。在另一個終端機用 sendto() 傳送到{ $address ->
    [none] 這個 socket {""}
   *[other] { " " }{ $address } {""}
}就會喚醒它。
waits-stream = 正在等待資料。對端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}傳送資料或關閉連線時就會醒來。
waits-send = 緩衝區已滿，正在等待空間。對端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}呼叫 recv() 之後就會醒來。

# A timeout is over.
timed-out-accept = 在 settimeout() 允許的時間內沒有用戶端連線。
timed-out-connect = { $address ->
    [none] 對端
   *[other] { $address } {""}
}在 settimeout() 允許的時間內沒有回應。
timed-out-recv = 在 settimeout() 允許的時間內沒有收到任何資料。
timed-out-send = 在 settimeout() 允許的時間內對端沒有取走資料：緩衝區已滿。
do-timeout = 請捕捉 TimeoutError 再試一次，或用 settimeout(None) 一直等下去。

# Who has an address.
taken-by-nobody = 沒有開啟中的 socket 佔用它：很可能是剛關閉的連線還處於 TIME_WAIT，最多一分鐘。
do-unlink = 已經有同名的檔案，可能是已關閉的 socket 留下的：close() 不會刪除它。請在 bind() 之前呼叫 os.unlink('{ $path }')。
do-reuse = 每次 bind() 之前都呼叫 s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)：只有先前佔用該連接埠的 socket 也這樣設定過，它才有作用。
do-other-address = 請換一個連接埠，或換一個不屬於練習服務的位址。
practice-services = 這個房間的練習服務在監聽：{ $places }。
holder-service = 這個房間的練習服務 { $service } 佔用 { $address }。
holder-half-rests = { $address } 上有一條已關閉的連線處於 FIN_WAIT2，正在等待對端關閉，最多還要 { $seconds } 秒。
holder-rests = { $address } 上有一條已關閉的連線仍處於 TIME_WAIT，還要 { $seconds } 秒才結束。
holder-listens = { $you ->
    [yes] 本行程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一個行程的 fd { $fd } 
       *[other] 終端機「{ $process }」裡的 fd { $fd } 
    }
} 正在監聽 { $address }。
holder-bound = { $you ->
    [yes] 本行程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一個行程的 fd { $fd } 
       *[other] 終端機「{ $process }」裡的 fd { $fd } 
    }
} 已經綁定到 { $address }。
holder-bound-only = { $you ->
    [yes] 本行程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一個行程的 fd { $fd } 
       *[other] 終端機「{ $process }」裡的 fd { $fd } 
    }
} 已經綁定到 { $address }，但還沒有呼叫 listen()。
holder-is-udp = { $you ->
    [yes] 本行程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一個行程的 fd { $fd } 
       *[other] 終端機「{ $process }」裡的 fd { $fd } 
    }
} 佔用 { $address }，但它是 SOCK_DGRAM socket：UDP 的連接埠和 TCP 的連接埠互不相干。
holder-is-tcp = { $you ->
    [yes] 本行程的 fd { $fd } 
   *[no] { $process ->
        [none] 另一個行程的 fd { $fd } 
       *[other] 終端機「{ $process }」裡的 fd { $fd } 
    }
} 佔用 { $address }，但它是 SOCK_STREAM socket：TCP 的連接埠和 UDP 的連接埠互不相干。
refused = { $address ->
    [none] 那裡
   *[other] { $address } 上
}沒有程式接受連線。
refused-datagram = { $address ->
    [none] 有一個資料包
   *[other] 傳往 { $address } 的資料包
}被退回：沒有 socket 綁定在那裡。
nobody-listens = 這個房間裡沒有任何 socket 在監聽。
do-start-server = 請先啟動伺服器：bind()、listen()，然後 accept()。不同的房間彼此看不見。
do-bind-receiver = 請先啟動接收端：bind()，然後 recvfrom()。雙方的位址和連接埠必須一致。
do-same-address = 請連到伺服器正在監聽的位址和連接埠。

# Errors by their number.
not-yet-accept = 還沒有連線在排隊，而這個 socket 不允許阻塞。請用 select() 等待，或呼叫 setblocking(True)。
not-yet-recv = 還沒有資料到達，而這個 socket 不允許阻塞。請用 select() 等待，或呼叫 setblocking(True)。
not-yet-connect = 伺服器的佇列已滿，而這個 socket 不允許阻塞。請稍後再試。
not-yet-send = 緩衝區已滿，而這個 socket 不允許阻塞。請用 select() 等到它可以寫入。
goes-on = 這個 socket 不允許阻塞，所以程式繼續執行，連線同時在建立。請用 select() 等到 fd { $fd } 可以寫入，再用 getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) 查詢：0 表示連線成功。
reset = 對端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}突然中斷了連線，可能還沒有讀完你傳送的資料。請關閉這個 socket；要繼續，請建立新的再呼叫 connect()。
broken-pipe = 對端{ $address ->
    [none] {""}
   *[other] { " " }{ $address } {""}
}不再接收資料：它已經關閉了連線。請關閉這個 socket；要繼續，請建立新的再呼叫 connect()。
aborted = 連線還沒有建立就被放棄了。請建立新的 socket，再呼叫 connect()。
no-answer = { $address ->
    [none] 對端
   *[other] { $address } {""}
}沒有回應。請檢查伺服器是否在執行，accept() 是否來得及處理。
no-own-address = { $address } 不是這個房間的位址。請綁定到 127.0.0.1；AF_INET6 用 ::1；要綁定所有位址用 0.0.0.0。
no-port-left = 沒有閒置的本機連接埠可用來連到 { $address }。請關閉不需要的連線。
no-way = 到不了 { $address }：房間不通外部網路。請使用房間裡的位址，例如 127.0.0.1。
privileged-port = 這裡 1024 以下的連接埠是保留的。請換一個更大的，例如 8001。
broadcast = { $address } 是廣播位址。請先允許廣播：s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)。
not-permitted = 這裡不允許 { $call }()。
too-long = 一則訊息放不下這麼多資料。請分段傳送：一個資料包最多 65507 位元組。
no-such-socket = 沒有這種位址家族、型別和協定組合的 socket。TCP 請用 socket.socket(socket.AF_INET, socket.SOCK_STREAM)，UDP 請用 socket.SOCK_DGRAM。
other-family = { $address } 與 fd { $fd } 的位址家族不同。請使用同一家族的位址：AF_INET 用 127.0.0.1，AF_INET6 用 ::1，AF_UNIX 用路徑。
other-kind = { $address } 上的 socket 型別不同。雙方必須同為 SOCK_STREAM，或同為 SOCK_DGRAM。
no-such-option = fd { $fd } 沒有這個選項。請查一查層級和選項名稱是否相符。
bad-option-value = 這個值不適合該選項：多數選項需要 int，有些只接受特定的值。
not-connected-unix = fd { $fd } 還沒有連線。請先呼叫 connect()，或對 accept() 傳回的 socket 呼叫 recv()。
flag-not-here = fd { $fd } 上的 { $call }() 不能使用這些旗標。
closed-meanwhile = { $call }() 正在等待時 fd { $fd } 被關閉了，而關閉並不會喚醒它。請在 close() 之前呼叫 shutdown(socket.SHUT_RDWR)，這樣才會喚醒。
interrupted = { $call }() 被 Ctrl-C 中斷了。
relay-gone = 與中繼的連線中斷了，所有 socket 也隨之關閉。請重新啟動行程。
no-memory = 核心現在沒有記憶體做這件事。請減少資料量再試。
no-such-name = 沒有名為 { $address } 的 socket。請先啟動伺服器：它的 bind() 會建立這個名稱。
no-such-path = 沒有這個名稱的檔案或目錄。
path-in-the-way = 已經有同名的檔案或目錄，或目錄不是空的。
name-too-long = 名稱太長：AF_UNIX 位址最多 107 位元組。
read-only = 這裡不能修改。socket 的路徑請放在 /tmp 底下。
failed = { $call }() 失敗，錯誤是 { $errno }：{ $words }。

# What the relay does not do. Numbers are those of the call.
no-such-type = 沒有 socket 型別 { $kind }。TCP 請用 socket.SOCK_STREAM，UDP 請用 socket.SOCK_DGRAM。
no-such-protocol = 沒有協定 { $protocol }。請用 0：由核心選擇合適的協定。
family-not-here = 這裡不能使用位址家族 { $family }。請用 AF_INET、AF_INET6 或 AF_UNIX。
type-not-here = 這裡的這個位址家族不能使用 socket 型別 { $kind }。可用的有：{ $available }。
protocol-not-here = 這裡的 socket 型別 { $kind } 不能使用協定 { $protocol }。可用的有：{ $available }。
pair-not-here = 只有 AF_UNIX 才有 socketpair()。
fast-open-not-here = 這裡不能使用 MSG_FASTOPEN。請先呼叫 connect()，再呼叫 send()。
out-of-band-not-here = 這裡的 AF_UNIX 不能使用 MSG_OOB。TCP 可以。
poll-too-long = 這裡一次 poll() 最多 { $most } 項。請分幾次查詢。
too-many-rights = 一則訊息裡有 { $count } 個描述元，最多只能有 { $most } 個。請分幾次傳送。
credentials-not-here = 這裡不能使用 SCM_CREDENTIALS：它給出的會是中繼的行程和使用者，而不是本行程的。
ancillary-not-here = 這裡不能使用層級 { $level }、型別 { $kind }、長度 { $length } 位元組的輔助資料。
option-not-here = 這裡不能使用層級 { $level } 的選項 { $name }。
option-read-only = 層級 { $level } 的選項 { $name } 只能讀取。
option-length = 層級 { $level } 的選項 { $name } 的值不是 { $length } 位元組長。正確的位元組數：{ $right }。
option-too-long = 沒有選項比 { $most } 位元組長，而這裡要讀 { $size } 位元組。
needs-network = { $thing ->
    [raw] 原始 socket 需要獨立的網路，而這個中繼無法建立。
    [multicast] 群播需要獨立的網路，而這個中繼無法建立。
    [interface] 選擇網路介面需要獨立的網路，而這個中繼無法建立。
    [unix] AF_UNIX socket 只有在獨立的網路裡才能有名稱，而這個中繼無法建立。
   *[files] 這裡沒有檔案系統：它需要獨立的房間，而這個中繼無法建立。
}
only-loopback = 這裡只有回送位址，例如 127.0.0.1 和 ::1。
directory-stays = 這個目錄屬於房間裡的所有人，不能刪除。
directory-stays-open = 這個目錄屬於房間裡的所有人，必須對所有人開放。
epoll-in-epoll = 這裡的 epoll 不能監視另一個 epoll。請直接註冊它的 socket，或用 poll()、select() 等待它。
epoll-stays = 這裡不能把 epoll 傳送給另一個行程。請傳送 socket，由對方在自己的 epoll 中註冊。

# Limits.
limit-travelling = 正在傳給另一個行程的 socket 也算開啟的 socket。
limit-services = 練習服務無法啟動。
limit-hit = { $limited ->
    [process] 本行程
    [room] 這個房間
    [address] 你的位址
   *[relay] 這個中繼
}最多只能有 { $most } { $thing ->
    [rooms] 個房間
    [processes] 個行程
    [pages] 個頁面
    [connections] 條連線
    [metrics] 條讀取指標的連線
    [sockets] 個開啟的 socket
    [places] 個等待 accept() 的連線的位置
    [blocked-calls] 個阻塞的呼叫
    [blocked-bytes] 位元組在阻塞的呼叫中
    [buffered-bytes] 位元組在阻塞的呼叫和未收完的訊框中
    [call-rate] 次呼叫（每秒）
   *[byte-rate] 位元組（每秒）
}{ $more ->
    [none] ，現在已經滿了。
    [rate] 。
   *[other] ，再加 { $more } 就超出了。
}
do-raise-limit = 用 `sockbox serve --{ $option }` 可以提高這個上限。

# What the relay says of itself. $unit is hours, minutes or seconds, of which there are $count.
relay-stops = 這個中繼即將停止：現有的連線將在 { $count } { $unit ->
    [hours] 小時
    [minutes] 分鐘
   *[seconds] 秒
}後中斷。
room-ends = 這個房間將達到允許存在的最長時間，在 { $count } { $unit ->
    [hours] 小時
    [minutes] 分鐘
   *[seconds] 秒
}後關閉。
page-slowed = 這個頁面傳送得太快，已被限速。
process-slowed = 終端機「{ $process }」收發得太快，已被限速。
process-slowed-unnamed = 一個行程收發得太快，已被限速。

# Why it lets somebody not in.
unknown-host = 這個中繼不認得主機名稱 { $host }：請用它的 IP 位址開啟，或在啟動時用 `--host` 指定這個名稱。
foreign-origin = 來自 { $origin } 的頁面不能使用這個中繼（{ $host }）：請開啟中繼自己的頁面，或用 iframe 嵌入它，或在啟動中繼時加上 `--allow-origin { $origin }`。
no-token = 這個中繼是私有的：請在頁面網址末尾加上 #token= 和存取權杖。
come-back = 這個中繼正在停止：請稍後再來。
no-such-room = 沒有這個房間：房間名稱是 32 位十六進位數字，a 到 f 用小寫。
room-not-made = 這個中繼無法建立房間：{ $why }。請稍後再試。

# Why it ends a connection.
relay-stopped = 中繼正在停止。
room-too-old = 這個房間已達到允許存在的最長時間。請重新載入頁面，進入新的房間。
silent = 已有 { $count } { $unit ->
    [hours] 小時
    [minutes] 分鐘
   *[seconds] 秒
}沒有收到任何資料。
not-whole = 一則訊息開始後 { $count } { $unit ->
    [hours] 小時
    [minutes] 分鐘
   *[seconds] 秒
}仍不完整。
no-space = 連續 { $count } { $unit ->
    [hours] 小時
    [minutes] 分鐘
   *[seconds] 秒
}沒有空間接收訊息。

# Mistakes that Python itself finds.
python-text-sent = socket 收發的是位元組，不是文字。請寫 b'hello'，或對文字呼叫 .encode()。
python-text-searched = recv() 得到的是位元組，比較和分割也要用位元組：把 ' ' 寫成 b' '，或先呼叫 .decode()。
python-number-sent = socket 收發的是位元組。要傳送數字的文字形式，用 str(n).encode()；要傳送一個位元組，用 bytes([n])。
python-unix-address = 這個 socket 是 AF_UNIX，它的位址是路徑。TCP 請用 socket.socket(socket.AF_INET, socket.SOCK_STREAM)：位址家族寫在前面。
python-tuple-forgotten = 位址是一個引數，也就是一個 tuple。請寫兩層括號：s.bind(('127.0.0.1', 8001))、s.connect(('127.0.0.1', 8001))。
python-address-tuple = 位址是由主機和連接埠組成的 tuple：('127.0.0.1', 8001)。
python-port-text = 連接埠是數字，不是文字：請寫 8001，或 int(port)。
python-number-wanted = 這裡需要數字，不是文字：請用 int()。
python-port-range = 連接埠是 0 到 65535 之間的數字；0 表示由核心選擇。
python-recv-size = recv() 需要說明最多取多少位元組，例如 recv(1024)。
python-accept-pair = accept() 傳回一對值。請寫 connection, address = s.accept()，然後使用 connection。
python-module = socket 是模組。請先建立 socket：s = socket.socket()。
python-bytes-and-text = 位元組和文字不能相加。recv() 得到的是位元組：請先呼叫 .decode()。
python-cut-character = recv() 給出的是目前到達的資料，結尾可能只有半個字元。請收齊整則訊息的位元組，再呼叫 .decode()。
python-bytes-already = 這已經是位元組：可以直接傳送，用 .decode() 可以變成文字。
python-text-already = 這已經是文字：只有位元組才有 .decode()。
python-sendto-address = sendto() 需要資料和位址：s.sendto(b'hello', ('127.0.0.1', 8001))。
python-other-family = 這個主機只有另一個位址家族的位址：AF_INET 的 socket 使用 '127.0.0.1' 這樣的位址，AF_INET6 的使用 '::1' 這樣的位址。
python-hidden-library = 你有一個名為 socket.py 的檔案：import 找到的是它，而不是 Python 自己的模組。請給它換個名稱。
python-host-name = 這裡找不到這個名稱：房間只有自己的名稱，而且不連接網際網路。請只寫主機，例如 'localhost' 或 '127.0.0.1'，不要帶 http://，也不要帶連接埠。
python-timeout = 逾時是不小於 0 的秒數，None 表示一直等待。
python-no-processes = 一個終端機就是瀏覽器裡的一個 Python 行程，它不能啟動別的行程。請使用執行緒，或在另一個終端機裡執行第二個程式。
python-no-module = 這個模組需要瀏覽器裡沒有的東西。
python-no-package = 這裡只有 Python 的標準函式庫，不能安裝別的套件。可以試試標準函式庫的模組，例如 urllib.request 或 http.client。
python-no-tls = 這裡沒有 TLS，因此不能使用 https。請對這個房間裡的伺服器使用 http。
python-no-packets = 這裡沒有 AF_PACKET（它讀取網路卡上的整個訊框）。可以使用原始 socket：socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)。
python-one-recv = 一次 recv() 不等於一則訊息：它給出目前到達的資料，結束時給出 b''。請用迴圈讀取，直到訊息完整，例如讀到換行字元，或讀滿事先傳送的長度。
python-full-width = { $character }（{ $code }）只是看起來像 { $meant }，它是中文輸入法的全形標點。請把輸入法切換到英文（半形）標點，再輸入一次。
python-setsockopt = setsockopt() 需要層級、選項和值：s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)。
python-nothing = 這裡需要 socket，得到的卻是 None：connect()、bind() 和 listen() 沒有傳回值。請把 socket 存在另一個變數裡。
