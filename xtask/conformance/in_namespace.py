"""Brings the loopback interface of a new network namespace up, limits the descriptors to those of a process in a room, then
becomes the program that the other arguments are.

    unshare --user --map-root-user --net python3 in_namespace.py DESCRIPTORS PROGRAM ARGUMENT...
"""

import fcntl
import os
import resource
import socket
import struct
import sys

# netdevice(7)
SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP = 1
IFREQ = struct.Struct('16sH22x')

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    name, flags = IFREQ.unpack(fcntl.ioctl(control, SIOCGIFFLAGS, IFREQ.pack(b'lo', 0)))
    fcntl.ioctl(control, SIOCSIFFLAGS, IFREQ.pack(name, flags | IFF_UP))
descriptors = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
os.execvp(sys.argv[2], sys.argv[2:])
