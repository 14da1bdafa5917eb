# 页面上的文字，简体中文。`反引号`中的内容显示为代码。

# 页眉

title = sockbox：浏览器中的 Python 套接字
tagline = 用 Python 调用 socket，由真实的套接字执行
language = 语言
loading-python = 正在加载 Python：{ $loaded } / { $total } MB
room = 房间
room-link = 房间 { $id }…
copy-link = 复制链接
link-copied = 已复制
link-not-copied = 浏览器不允许复制，请直接复制链接
close = 关闭

# 谁在这里

people-alone = 打开此链接的人会加入你的网络，并拥有自己的终端。
people-count = 这里有 { $count } 人
people-alone-again = 房间里只剩你一人
people-unknown = 暂不清楚谁在这里：{ $why }
people-connecting = 暂不清楚谁在这里：正在重新连接…
people-list = 房间里的人
people-you = 你
people-guest = 访客 { $number }
people-processes = ：{ $names }
people-separator = 、
people-unnamed = 未命名

# 这个网络

network = 本网络
network-own = 一台有多个地址的机器。这个房间的所有终端都在上面，此外什么也没有：外面的人进不来，里面也出不去。所有端口都可用，1024 以下的也不例外。
network-shared = 中继所在主机的环回接口，由使用此中继的所有人共用：`127.0.0.1` 和 `::1`。端口可能已被占用。这里没有其他主机，也没有练习服务。
network-name = 名称
services = 练习服务
services-where = 它们在 `{ $host }` 上监听。点选一行即可放入输入行。
services-tcp = TCP
services-tcp-udp = TCP 和 UDP
validation = 不可能成功的调用
validation-enforce = 立即回答并说明原因，不会发送
validation-explain = 照样发送：内核的回答与模型的回答并列显示
validation-badge = 所有调用都会发送，错误的也不例外

# 通知

dismiss = 知道了
try-again = 重试
load-failed = 无法加载 Python。
unsupported = 这个浏览器无法在此运行 Python。
unsupported-why = 它缺少 JavaScript Promise Integration（WebAssembly.Suspending），没有它，accept() 之类的调用就无法等待。请使用 Chrome 或 Edge 137、Firefox 153、Safari 27，或它们的更新版本。
not-isolated = 未隔离。
not-isolated-why = 此中继无法为这个房间建立独立的网络：它的套接字与其他所有房间一样，都在中继主机的环回接口上。端口可能已被占用，也能访问到那台主机的服务。原因和解决办法见中继的日志。
misplaced = 这个地址无处可去。
misplaced-room = “{ $room }”不是房间：房间的 ID 是 32 位十六进制数字，a 到 f 为小写。
misplaced-relay = “{ $relay }”不是中继：其地址以 wss:// 或 ws:// 开头，后接主机名。
misplaced-new-room = 打开新房间

# 终端

terminal-label = 终端 { $title }
terminal-process = { $title } 的进程
terminal-entry = { $title } 的输入行
terminal-output = { $title } 的输出
stop = 停止
stop-does = Ctrl-C：KeyboardInterrupt
restart = 重启
restart-does = 结束这个进程，并启动新进程
input-hint = 给程序的一行输入
lines-dropped = 已丢弃较早的 { $count } 行：终端只保留最后 { $kept } 行

state-loading = 正在加载 Python，现在就可以输入
state-loading-entries = 正在加载 Python，{ $count } 条输入在等待
state-starting = 正在启动 Python
state-ready = 就绪
state-input = 等待输入
state-running = 运行中
state-blocked = 阻塞于 { $call }
state-blocked-on = 阻塞于 { $call }，地址 { $place }
state-ended = 已结束：{ $why }
state-unsupported = 这个浏览器无法在此运行 Python
state-load-failed = 无法加载 Python

ended-exit = 退出状态 { $status }
ended-relay-lost = 没有到中继的连接
ended-crashed = Python 崩溃
ended-killed = 被终止
ended-with-reason = { $brief }（{ $why }）
farewell-new = 进程已结束：{ $why }。按 Enter 启动新进程。
farewell-connect = 进程已结束：{ $why }。所有文字都会保留。按 Enter 重新连接。
farewell-crashed = 进程已结束：{ $why }。所有文字都会保留。按 Enter 启动新进程。
new-process = 新进程
client-not-begun = 未启动：服务器程序没有在运行
interrupt-overdue = 已发送 Ctrl-C，但 Python 仍在继续：程序自行处理了 KeyboardInterrupt，正处于一个很长的操作之中，或在等待另一个线程正在使用的对象。“重启”一定能结束它。
threads = 线程与单步执行
pace-full = 运行
pace-slow = 慢速
pace-paused = 暂停
step = 单步
thread-waits = 在等待：{ $what }
thread-runs = 运行中
awaited-readiness = 几个套接字之一或输入就绪
awaited-input = 一行输入
awaited-output = 输出显示完毕
awaited-seconds = { $count } 秒过去
awaited-time = 时间过去
awaited-owned-lock = { $name } 持有的锁
awaited-lock = 一个锁
awaited-end = { $name } 结束
awaited-object = 另一个线程正在使用的对象
awaited-library = Python 标准库的一部分
awaited-line = 下一行
awaited-step = 单步

# 按键

key-runs = 运行
key-new-line = 换行
key-earlier = 历史输入
key-stops = 停止
key-ends = 结束
key-clears = 清屏
key-then = 再按
key-leaves = 离开输入行

# 第一步

first-steps = 第一步：点选一行，再按 Enter
first-steps-socket = 创建套接字
first-steps-bind = 给它一个地址
first-steps-listen = 允许客户端排队
first-steps-accept = 等待一个客户端
first-steps-recv = 读取它发来的内容
first-steps-answer = 回答
first-steps-connect = 连接服务器
first-steps-send = 向它发送字节
first-steps-read = 读取它的回答

# 时间线

timeline = 套接字调用
timeline-label = 所有终端的套接字调用
timeline-empty = 还没有调用。每次调用及其结果都会显示在这里。
timeline-count = { $count } 次调用
timeline-dropped = 最近 { $kept } 次调用；较早的 { $dropped } 次已丢弃（最多保留 { $limit } 次）
clear = 清空
column-time = 时间
column-terminal = 终端
column-call = 调用
column-result = 结果
column-took = 耗时
call-on = { $call }，地址 { $place }
call-running = 进行中
call-abandoned = 进程先结束了
call-not-sent = 未发送
call-refused = 发送之前即被拒绝：{ $why }
call-refused-unknown = 套接字的状态不允许这个调用
model-agrees = 模型的预测相同：{ $exception }
model-disagrees = ⚑ 模型的预测是：{ $exception }
detail-nothing = 尚无套接字
detail-sent = 已发送：{ $count } 字节
detail-received = 已接收：{ $count } 字节
detail-more = 还有 { $count } 字节

# 套接字

sockets = 套接字
sockets-empty = 还没有套接字。每个套接字及其状态都会显示在这里。
sockets-more = 还有 { $count } 个
socket-label = { $title }，fd { $fds }，{ $kind }
socket-fds = fd { $fds }
socket-local = 本地
socket-remote = 远端
socket-created = 已创建
socket-bound = 已绑定
socket-listening = 监听中
socket-connecting = 连接中
socket-connected = 已连接
socket-read-shut = 读已关闭
socket-write-shut = 写已关闭
socket-both-shut = 读写已关闭
socket-ended = 已终止
socket-uncertain = 不确定
socket-closed = 已关闭
socket-or = {" 或 "}
socket-in = 正在 { $call }
socket-next = 下一步：{ $calls }
socket-picture = { $kind } 的状态。当前：{ $state }。{ $next }
socket-peer-finished = 对端不再发送
socket-broken = 连接已中断
socket-traffic = 已发送 { $sent } B，已接收 { $received } B
socket-unread = { $count } 字节等待接收

# 文件

files = 文件
files-does = 此终端的程序
files-of = { $title } 的文件
files-more = { $title } 的文件：更多操作
file-new = 新建
file-new-does = 新建一个文件
file-rename = 重命名
file-rename-label = { $name } 的新名称
file-delete = 删除
file-delete-sure = 删除 { $name }？删除后无法恢复。
file-keep = 保留
file-upload = 上传
file-upload-does = 把你的文件放到这里
file-download = 下载
file-editor = { $title } 的编辑器
file-none = 还没有文件。点“新建”开始；页面顶部的“示例”中有可以试用的程序。
file-bytes = { $size } 字节，不是文本
file-large = { $size } 字节：超出此处可显示和保存的大小，随进程结束而消失。
file-too-large = { $name } 有 { $size } 字节，而一个文件最多 { $limit } MiB
file-not-kept = { $name } 在重新加载后不会保留：浏览器的存储空间已满。请下载它。
file-outgrown = { $name } 已增至 { $size } 字节：超过 { $limit } MiB 的文件不在此显示或保存，进程结束时即消失。
file-large-rename = { $name } 太大，无法在此显示，须由程序用 os.rename() 改名
file-too-many = 这里放不下 { $name }：一个终端最多显示和保存 { $limit } 个文件。更多的文件只存在于进程中，随进程结束而消失。
entries-not-kept = 浏览器为此网站提供的存储空间已满：你输入的内容在重新加载后不会保留。请删除一些文件以腾出空间；“保存”可存下全部输出。
storage-refused = 浏览器不允许此页面保存任何内容：重新加载后，文件和历史输入都会消失。请用“下载”和“保存”留存。
file-name-missing = 文件需要一个名称
file-name-form = 名称形如 program.py 或 folder/program.py
file-name-long = 名称最多 255 个字符，且都须可打印
file-name-temporary = tmp 下的文件随进程结束而消失：请选择其他文件夹
file-name-taken = 已有名为 { $name } 的文件
run = 运行
run-does = Ctrl+Enter：像 python -i 一样启动新进程
arguments = 参数
arguments-label = { $title } 的程序参数：sys.argv
arguments-quote = 参数中有一个未闭合的引号
search-find = 查找
search-replace-with = 替换为
search-next = 下一个
search-previous = 上一个
search-all = 全选
search-case = 区分大小写
search-pattern = 正则
search-words = 全字
search-replace = 替换
search-replace-all = 全部替换
search-close = 关闭
search-match = 当前匹配
search-on-line = 在行
search-replaced = 已替换第 $ 行的匹配
search-replaced-all = 已替换 $ 处匹配
search-line = 转到行
search-go = 转到

# 示例

examples = 示例
examples-what = 每个示例是一对程序：点击一次，即放入 server 和 client 的文件窗格。
examples-coming = 正在获取列表…
examples-failed = 未能获取列表：
examples-how = “两边都运行”会在服务器开始等待后立即启动客户端。也可逐个运行：在编辑器中按 `Ctrl+Enter`，先服务器，后客户端。
examples-run = 两边都运行

# 将终端显示的内容保存为文件

save = 保存
save-does = 保存此终端显示的内容
save-label = 保存 { $title } 的输出
save-text = 输出文本
save-transcript = 带时间的记录
close-does = 结束此进程并关闭其终端
