# 頁面上的文字，繁體中文（臺灣用語）。`反引號`中的內容顯示為程式碼。

# 頁首

title = sockbox：瀏覽器中的 Python socket
tagline = 用 Python 呼叫 socket，由真正的 socket 執行
language = 語言
loading-python = 正在載入 Python：{ $loaded } / { $total } MB
room = 房間
room-link = 房間 { $id }…
copy-link = 複製連結
link-copied = 已複製
link-not-copied = 瀏覽器不允許複製，請直接複製連結
close = 關閉

# 誰在這裡

people-alone = 開啟此連結的人會加入你的網路，並擁有自己的終端機。
people-count = 這裡有 { $count } 人
people-alone-again = 房間裡只剩你一人
people-unknown = 目前不清楚誰在這裡：{ $why }
people-connecting = 目前不清楚誰在這裡：正在重新連線…
people-list = 房間裡的人
people-you = 你
people-guest = 訪客 { $number }
people-processes = ：{ $names }
people-separator = 、
people-unnamed = 未命名

# 這個網路

network = 本網路
network-own = 一台有多個位址的機器。這個房間的所有終端機都在上面，此外什麼也沒有：外面的人進不來，裡面也出不去。所有連接埠都可用，1024 以下的也不例外。
network-shared = 中繼所在主機的回送介面，由使用此中繼的所有人共用：`127.0.0.1` 和 `::1`。連接埠可能已被佔用。這裡沒有其他主機，也沒有練習服務。
network-name = 名稱
services = 練習服務
services-where = 它們在 `{ $host }` 上監聽。點選一行即可放入輸入列。
services-tcp = TCP
services-tcp-udp = TCP 和 UDP
validation = 不可能成功的呼叫
validation-enforce = 立即回答並說明原因，不會送出
validation-explain = 照樣送出：核心的回答與模型的回答並列顯示
validation-badge = 所有呼叫都會送出，錯誤的也不例外

# 通知

dismiss = 知道了
try-again = 重試
load-failed = 無法載入 Python。
unsupported = 這個瀏覽器無法在此執行 Python。
unsupported-why = 它缺少 JavaScript Promise Integration（WebAssembly.Suspending），沒有它，accept() 之類的呼叫就無法等待。請使用 Chrome 或 Edge 137、Firefox 153、Safari 27，或它們的更新版本。
not-isolated = 未隔離。
not-isolated-why = 此中繼無法為這個房間建立獨立的網路：它的 socket 與其他所有房間一樣，都在中繼主機的回送介面上。連接埠可能已被佔用，也能連到那台主機的服務。原因與解決方法請見中繼的記錄檔。
misplaced = 這個網址無處可去。
misplaced-room = 「{ $room }」不是房間：房間的 ID 是 32 位十六進位數字，a 到 f 為小寫。
misplaced-relay = 「{ $relay }」不是中繼：其網址以 wss:// 或 ws:// 開頭，後接主機名稱。
misplaced-new-room = 開啟新房間

# 終端機

terminal-label = 終端機 { $title }
terminal-process = { $title } 的行程
terminal-entry = { $title } 的輸入列
terminal-output = { $title } 的輸出
stop = 停止
stop-does = Ctrl-C：KeyboardInterrupt
restart = 重新啟動
restart-does = 結束這個行程，並啟動新行程
input-hint = 給程式的一行輸入
lines-dropped = 已捨棄較早的 { $count } 行：終端機只保留最後 { $kept } 行

state-loading = 正在載入 Python，現在就可以輸入
state-loading-entries = 正在載入 Python，{ $count } 筆輸入在等待
state-starting = 正在啟動 Python
state-ready = 就緒
state-input = 等待輸入
state-running = 執行中
state-blocked = 阻塞於 { $call }
state-blocked-on = 阻塞於 { $call }，位址 { $place }
state-ended = 已結束：{ $why }
state-unsupported = 這個瀏覽器無法在此執行 Python
state-load-failed = 無法載入 Python

ended-exit = 結束狀態 { $status }
ended-relay-lost = 沒有與中繼的連線
ended-crashed = Python 當掉了
ended-killed = 被終止
ended-with-reason = { $brief }（{ $why }）
farewell-new = 行程已結束：{ $why }。按 Enter 啟動新行程。
farewell-connect = 行程已結束：{ $why }。所有文字都會保留。按 Enter 重新連線。
farewell-crashed = 行程已結束：{ $why }。所有文字都會保留。按 Enter 啟動新行程。
new-process = 新行程
client-not-begun = 未啟動：伺服器程式沒有在執行
interrupt-overdue = 已送出 Ctrl-C，但 Python 仍在繼續：程式自行處理了 KeyboardInterrupt，正處於一個很長的操作之中，或在等待另一個執行緒正在使用的物件。「重新啟動」一定能結束它。
threads = 執行緒與逐行執行
pace-full = 執行
pace-slow = 慢速
pace-paused = 暫停
step = 逐行
thread-waits = 在等待：{ $what }
thread-runs = 執行中
awaited-readiness = 幾個 socket 之一或輸入就緒
awaited-input = 一行輸入
awaited-output = 輸出顯示完畢
awaited-seconds = { $count } 秒過去
awaited-time = 時間過去
awaited-owned-lock = { $name } 持有的鎖
awaited-lock = 一個鎖
awaited-end = { $name } 結束
awaited-object = 另一個執行緒正在使用的物件
awaited-library = Python 標準函式庫的一部分
awaited-line = 下一行
awaited-step = 逐行

# 按鍵

key-runs = 執行
key-new-line = 換行
key-earlier = 先前的輸入
key-stops = 停止
key-ends = 結束
key-clears = 清除畫面
key-then = 再按
key-leaves = 離開輸入列

# 第一步

first-steps = 第一步：點選一行，再按 Enter
first-steps-socket = 建立 socket
first-steps-bind = 給它一個位址
first-steps-listen = 讓用戶端排隊
first-steps-accept = 等待一個用戶端
first-steps-recv = 讀取它傳來的內容
first-steps-answer = 回應
first-steps-connect = 連線到伺服器
first-steps-send = 傳送位元組給它
first-steps-read = 讀取它的回應

# 時間軸

timeline = socket 呼叫
timeline-label = 所有終端機的 socket 呼叫
timeline-empty = 還沒有呼叫。每次呼叫及其結果都會顯示在這裡。
timeline-count = { $count } 次呼叫
timeline-dropped = 最近 { $kept } 次呼叫；較早的 { $dropped } 次已捨棄（最多保留 { $limit } 次）
clear = 清空
column-time = 時間
column-terminal = 終端機
column-call = 呼叫
column-result = 結果
column-took = 耗時
call-on = { $call }，位址 { $place }
call-running = 進行中
call-abandoned = 行程先結束了
call-not-sent = 未送出
call-refused = 送出之前即被拒絕：{ $why }
call-refused-unknown = socket 的狀態不允許這個呼叫
model-agrees = 模型的預測相同：{ $exception }
model-disagrees = ⚑ 模型的預測是：{ $exception }
detail-nothing = 尚無 socket
detail-sent = 已傳送：{ $count } 個位元組
detail-received = 已接收：{ $count } 個位元組
detail-more = 還有 { $count } 個位元組

# socket

sockets = socket
sockets-empty = 還沒有 socket。每個 socket 及其狀態都會顯示在這裡。
sockets-more = 還有 { $count } 個
socket-label = { $title }，fd { $fds }，{ $kind }
socket-fds = fd { $fds }
socket-local = 本機
socket-remote = 遠端
socket-created = 已建立
socket-bound = 已綁定
socket-listening = 監聽中
socket-connecting = 連線中
socket-connected = 已連線
socket-read-shut = 讀取已關閉
socket-write-shut = 寫入已關閉
socket-both-shut = 讀寫已關閉
socket-ended = 已終止
socket-uncertain = 不確定
socket-closed = 已關閉
socket-or = {" 或 "}
socket-in = 正在 { $call }
socket-next = 下一步：{ $calls }
socket-picture = { $kind } 的狀態。目前：{ $state }。{ $next }
socket-peer-finished = 對端不再傳送
socket-broken = 連線已中斷
socket-traffic = 已傳送 { $sent } B，已接收 { $received } B
socket-unread = { $count } 個位元組等待接收

# 檔案

files = 檔案
files-does = 此終端機的程式
files-of = { $title } 的檔案
files-more = { $title } 的檔案：更多操作
file-new = 新增
file-new-does = 新增一個檔案
file-rename = 重新命名
file-rename-label = { $name } 的新名稱
file-delete = 刪除
file-delete-sure = 刪除 { $name }？刪除後無法復原。
file-keep = 保留
file-upload = 上傳
file-upload-does = 把你的檔案放到這裡
file-download = 下載
file-editor = { $title } 的編輯器
file-none = 還沒有檔案。按「新增」開始；頁面頂端的「範例」中有可以試用的程式。
file-bytes = { $size } 位元組，不是文字
file-large = { $size } 位元組：超出此處可顯示和儲存的大小，隨行程結束而消失。
file-too-large = { $name } 有 { $size } 位元組，而一個檔案最多 { $limit } MiB
file-not-kept = { $name } 在重新載入後不會保留：瀏覽器的儲存空間已滿。請下載它。
file-outgrown = { $name } 已增至 { $size } 位元組：超過 { $limit } MiB 的檔案不在此顯示或儲存，行程結束時即消失。
file-large-rename = { $name } 太大，無法在此顯示，須由程式用 os.rename() 改名
file-too-many = 這裡放不下 { $name }：一個終端機最多顯示和儲存 { $limit } 個檔案。更多的檔案只存在於行程中，隨行程結束而消失。
entries-not-kept = 瀏覽器為此網站提供的儲存空間已滿：你輸入的內容在重新載入後不會保留。請刪除一些檔案以騰出空間；「儲存」可存下全部輸出。
storage-refused = 瀏覽器不允許此頁面儲存任何內容：重新載入後，檔案和歷史輸入都會消失。請用「下載」和「儲存」留存。
file-name-missing = 檔案需要一個名稱
file-name-form = 名稱形如 program.py 或 folder/program.py
file-name-long = 名稱最多 255 個字元，且都須可列印
file-name-temporary = tmp 下的檔案隨行程結束而消失：請選擇其他資料夾
file-name-taken = 已有名為 { $name } 的檔案
run = 執行
run-does = Ctrl+Enter：像 python -i 一樣啟動新行程
arguments = 引數
arguments-label = { $title } 的程式引數：sys.argv
arguments-quote = 引數中有一個未閉合的引號
search-find = 尋找
search-replace-with = 取代為
search-next = 下一個
search-previous = 上一個
search-all = 全選
search-case = 區分大小寫
search-pattern = 正規式
search-words = 全字
search-replace = 取代
search-replace-all = 全部取代
search-close = 關閉
search-match = 目前符合處
search-on-line = 在行
search-replaced = 已取代第 $ 行的符合處
search-replaced-all = 已取代 $ 個符合處
search-line = 跳至行
search-go = 跳至

# 範例

examples = 範例
examples-what = 每個範例是一對程式：點一下，即放入 server 和 client 的檔案窗格。
examples-coming = 正在取得清單…
examples-failed = 未能取得清單：
examples-how = 「兩邊都執行」會在伺服器開始等待後立即啟動用戶端。也可逐一執行：在編輯器中按 `Ctrl+Enter`，先伺服器，後用戶端。
examples-run = 兩邊都執行

# 將終端機顯示的內容儲存為檔案

save = 儲存
save-does = 儲存此終端機顯示的內容
save-label = 儲存 { $title } 的輸出
save-text = 輸出文字
save-transcript = 附時間的紀錄
close-does = 結束此行程並關閉其終端機
