"""Decodes a recording of rtnetlink messages with pyroute2; prints how many, and the seconds that each round took."""
import sys
import time

from pyroute2.netlink.rtnl.marshal import MarshalRtnl

with open(sys.argv[1], "rb") as recording:
    messages = recording.read()
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    count = sum(1 for _ in MarshalRtnl().parse(messages))
    print(count, time.perf_counter() - start)
