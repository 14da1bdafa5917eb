"""Text as tutorials send it, Chinese ones among them."""

import socket

for encoding in ["utf-8", "gbk", "gb2312", "gb18030", "big5", "utf-16-le", "utf-16", "utf-8-sig"]:
    data = "你好".encode(encoding)
    print(encoding, data, data.decode(encoding))
print("é".encode("cp1252"), "é".encode("latin-1"), "€".encode("iso8859-15"))

a, b = socket.socketpair()
a.sendall("时间".encode("gbk"))
print(b.recv(1024).decode("gbk"))
try:
    "你好".encode("ascii")
except UnicodeEncodeError as error:
    print(error)
try:
    b"\xff\xff".decode("gbk")
except UnicodeDecodeError as error:
    print(error.encoding, error.start)
a.close()
b.close()
