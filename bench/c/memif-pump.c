/* A traffic generator of two memif clients that others have connected: fills the first ring to the server of the one as fast as
 * it is emptied, and empties all rings to the client of the other. Prints frames received in a second.
 *
 *   memif-pump SIZE SLOTS BUFFER_BYTES RINGS_TO_SERVER RINGS_TO_CLIENT SECONDS
 *
 * Descriptors: 3 and 4 the memories, 5 the eventfd of the ring to the server. Both memories have the layout of
 * src/link/memif/client/layout.ts.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct descriptor {
    uint16_t flags, region;
    uint32_t length, offset, metadata;
};

struct ring {
    uint32_t cookie;
    _Atomic uint16_t flags, head;
    uint8_t pad1[56];
    _Atomic uint16_t tail;
    uint8_t pad2[62];
    struct descriptor descriptors[];
};

static uint8_t *map(int fd, size_t size)
{
    uint8_t *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (memory == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    return memory;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct layout {
    unsigned slots, room, up, down;
};

static size_t ring_at(const struct layout *layout, unsigned number)
{
    return number * (sizeof(struct ring) + layout->slots * sizeof(struct descriptor));
}

static size_t buffer_at(const struct layout *layout, unsigned ring, unsigned slot)
{
    return ring_at(layout, layout->up + layout->down) + ((size_t)ring * layout->slots + slot) * layout->room;
}

/* Gives the buffers of all frames that came back; returns how many those are. */
static unsigned empty(const struct layout *layout, uint8_t *memory)
{
    unsigned count = 0;
    for (unsigned number = layout->up; number < layout->up + layout->down; number++) {
        struct ring *ring = (struct ring *)(memory + ring_at(layout, number));
        uint16_t filled = ring->tail, taken = (uint16_t)(ring->head - layout->slots);
        if (taken == filled)
            continue;
        for (; taken != filled; taken++, count++)
            ring->descriptors[taken % layout->slots].length = layout->room;
        ring->head = (uint16_t)(taken + layout->slots);
    }
    return count;
}

int main(int argc, char **argv)
{
    if (argc != 7)
        return 2;
    unsigned size = (unsigned)atoi(argv[1]), slots = (unsigned)atoi(argv[2]);
    struct layout layout = {slots, (unsigned)atoi(argv[3]), (unsigned)atoi(argv[4]), (unsigned)atoi(argv[5])};
    double seconds = atof(argv[6]);
    size_t bytes = buffer_at(&layout, layout.up + layout.down, 0);
    uint8_t *source = map(3, bytes), *sink = map(4, bytes);
    struct ring *up = (struct ring *)source;
    for (unsigned i = 0; i < slots; i++) {
        uint32_t offset = (uint32_t)buffer_at(&layout, 0, i);
        memcpy(source + offset, "\2\0\0\0\0\2\2\0\0\0\0\1\x88\xb5", 14);
        up->descriptors[i] = (struct descriptor){.length = size, .offset = offset};
    }
    for (unsigned number = layout.up; number < layout.up + layout.down; number++)
        ((struct ring *)(sink + ring_at(&layout, number)))->flags = 1;
    uint16_t sent = up->head;
    unsigned long received = 0, before = 0;
    double start = now(), end = start + seconds + 0.5;
    for (unsigned long turn = 0;; turn++) {
        uint16_t space = (uint16_t)(slots - (uint16_t)(sent - up->tail));
        if (space > 0) {
            for (uint16_t i = 0; i < space; i++)
                up->descriptors[(uint16_t)(sent + i) % slots].length = size;
            sent += space;
            up->head = sent;
            uint64_t one = 1;
            if ((up->flags & 1) == 0 && write(5, &one, sizeof one) < 0)
                perror("write");
        }
        received += empty(&layout, sink);
        if (turn % 256 != 0)
            continue;
        double time = now();
        /* what comes in the first half second does not count */
        if (before == 0 && time > end - seconds) {
            before = received;
            start = time;
        }
        if (time > end) {
            printf("%.0f\n", (double)(received - before) / (time - start));
            return 0;
        }
    }
}
