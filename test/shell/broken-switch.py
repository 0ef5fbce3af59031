"""A switch that is broken: it repeats every frame to every other port as it came, and agrees to every configuration.

In place of `ors`: the commands that are not about a switch go to the real one, ORS_REAL.
"""
import fcntl
import os
import re
import select
import shlex
import struct
import sys

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x2, 0x1000


def open_tap(name):
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return fd


def repeat(taps):
    while True:
        for fd in select.select(taps, [], [])[0]:
            frame = os.read(fd, 65536)
            for other in taps:
                if other != fd:
                    os.write(other, frame)


words = sys.argv[1:]
if words[:2] == ["switch", "run"]:
    text = open(words[words.index("--config") + 1]).read()
    taps = [open_tap(name) for name in re.findall(r"tap: (\w+)", text)]
    print("listening on nothing", flush=True)
    repeat(taps)
elif words[:1] == ["switch"]:
    print("as you like")
else:
    real = shlex.split(os.environ["ORS_REAL"])
    os.execvp(real[0], real + words)
