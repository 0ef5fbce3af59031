#!/usr/bin/env python3
"""A program at a port of shared memory, as docs/shared-memory.md describes it.

    memif-client.py SOCKET ID SECONDS [SECRET]

Sends the frames of standard input, a line of hexadecimal each, and prints those that come meanwhile in the same form.
"""
import array, fcntl, mmap, os, select, socket, struct, sys, time

ACK, HELLO, INIT, ADD_REGION, ADD_RING, CONNECT, CONNECTED, DISCONNECT = range(1, 9)
F_ADD_SEALS, F_SEAL_SHRINK = 1033, 2
COOKIE, NO_INTERRUPT = 0x3E31F20, 1

SLOTS_LOG2, BUFFER = 8, 2048
SLOTS = 1 << SLOTS_LOG2
RING = 128 + 16 * SLOTS
# what is sent (S2M), what comes (M2S), then a buffer for each slot of both
UP, DOWN, UP_BUFFERS, DOWN_BUFFERS = 0, RING, 2 * RING, 2 * RING + SLOTS * BUFFER
SIZE = 2 * RING + 2 * SLOTS * BUFFER
HEAD, TAIL = 6, 64


def connect(path, port, secret, memory, eventfds):
    """The handshake: each message waits for the answer to the one before."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server.connect(path)
    ask(server, HELLO)
    ask(server, ACK, struct.pack("<HHIB24s32s", INIT, 0x0200, port, 0, secret.encode(), b"example"))
    ask(server, ACK, struct.pack("<HHQ", ADD_REGION, 0, SIZE), memory)
    ask(server, ACK, struct.pack("<HHHHIBH", ADD_RING, 1, 0, 0, UP, SLOTS_LOG2, 0), eventfds[0])
    ask(server, ACK, struct.pack("<HHHHIBH", ADD_RING, 0, 0, 0, DOWN, SLOTS_LOG2, 0), eventfds[1])
    ask(server, CONNECTED, struct.pack("<H32s", CONNECT, b"example"))
    return server


def ask(server, wanted, message=None, descriptor=None):
    if message is not None:
        rights = [] if descriptor is None else [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))]
        server.sendmsg([message.ljust(128, b"\0")], rights)
    answer = server.recv(128)
    kind = struct.unpack_from("<H", answer)[0] if answer else 0
    if kind == DISCONNECT:
        sys.exit("refused: " + answer[6:102].split(b"\0")[0].decode())
    if kind != wanted:
        sys.exit(f"message {kind} in place of {wanted}")


def read(shared, at):
    return struct.unpack_from("<H", shared, at)[0]


def write(shared, at, index):
    struct.pack_into("<H", shared, at, index & 0xFFFF)


def post(shared, index):
    """An empty buffer: its length is the room that it has."""
    slot = index % SLOTS
    struct.pack_into("<HHIII", shared, DOWN + 128 + 16 * slot, 0, 0, BUFFER, DOWN_BUFFERS + slot * BUFFER, 0)


def send(shared, frame, wake):
    head = read(shared, UP + HEAD)
    while (head - read(shared, UP + TAIL)) & 0xFFFF == SLOTS:
        time.sleep(0.001)
    offset = UP_BUFFERS + head % SLOTS * BUFFER
    shared[offset : offset + len(frame)] = frame
    struct.pack_into("<HHIII", shared, UP + 128 + 16 * (head % SLOTS), 0, 0, len(frame), offset, 0)
    write(shared, UP + HEAD, head + 1)
    if not read(shared, UP + 4) & NO_INTERRUPT:
        os.eventfd_write(wake, 1)


def receive(shared, done):
    """Yields the frames between `done` and the tail; their buffers are posted again."""
    while done != read(shared, DOWN + TAIL):
        _, _, length, offset, _ = struct.unpack_from("<HHIII", shared, DOWN + 128 + 16 * (done % SLOTS))
        yield bytes(shared[offset : offset + length])
        post(shared, done)
        done = (done + 1) & 0xFFFF
        write(shared, DOWN + HEAD, done + SLOTS)


def main(path, port, seconds, secret=""):
    memory = os.memfd_create("memif", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(memory, SIZE)
    fcntl.fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK)
    shared = mmap.mmap(memory, SIZE)
    for ring in (UP, DOWN):
        struct.pack_into("<I", shared, ring, COOKIE)
    for slot in range(SLOTS):
        post(shared, slot)
    write(shared, DOWN + HEAD, SLOTS)
    eventfds = [os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC) for _ in range(2)]
    server = connect(path, int(port), secret, memory, eventfds)
    print("connected", flush=True)
    done, end = 0, time.monotonic() + float(seconds)
    for line in sys.stdin:
        send(shared, bytes.fromhex(line), eventfds[0])
    while time.monotonic() < end:
        for frame in receive(shared, done):
            print(frame.hex(), flush=True)
            done = (done + 1) & 0xFFFF
        ready, _, _ = select.select([eventfds[1], server], [], [], max(0, end - time.monotonic()))
        if server in ready:
            answer = server.recv(128)
            sys.exit("the switch left: " + answer[6:102].split(b"\0")[0].decode())
        if eventfds[1] in ready:
            os.eventfd_read(eventfds[1])


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
