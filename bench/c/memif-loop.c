/* A switch of two memif rings in C, on one core, with both clients' work in the same loop: what JavaScript is held
 * against. Prints frames per second of processor time.
 *
 *   memif-loop SIZE FRAMES PAIRS
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { slots = 1024, buffer_bytes = 2048, batch = 256, table_size = 4096 };

struct descriptor {
    uint16_t flags, region;
    uint32_t length, offset, metadata;
};

struct ring {
    uint32_t cookie;
    uint16_t flags;
    _Atomic uint16_t head;
    uint8_t pad1[56];
    _Atomic uint16_t tail;
    uint8_t pad2[62];
    struct descriptor descriptors[slots];
};

struct place {
    struct ring up, down;
    uint8_t buffers[2 * slots][buffer_bytes];
};

static struct {
    uint64_t key;
    uint32_t port, seen;
} table[table_size];

static uint64_t key_of(const uint8_t *mac, uint64_t vlan)
{
    uint64_t key = 0;
    memcpy(&key, mac, 6);
    return key | vlan << 48;
}

static unsigned find(uint64_t key)
{
    uint64_t hash = key * 0x9e3779b97f4a7c15u >> 52;
    while (table[hash].key != 0 && table[hash].key != key)
        hash = (hash + 1) % table_size;
    return hash;
}

static void learn(const uint8_t *mac, unsigned port)
{
    uint64_t key = key_of(mac, 10);
    unsigned at = find(key);
    table[at].key = key;
    table[at].port = port;
    table[at].seen = 1;
}

/* Takes what the one client sent, learns, looks up, and writes it for the other. */
static unsigned forward(uint8_t *from, struct ring *up, uint8_t *to, struct ring *down)
{
    uint16_t tail = up->tail, filled = down->tail;
    unsigned count = (uint16_t)(up->head - tail), sent = 0;
    for (unsigned i = 0; i < count; i++) {
        struct descriptor one = up->descriptors[(tail + i) % slots];
        if (one.region != 0 || (uint64_t)one.offset + one.length > sizeof(struct place) || one.length < 14)
            continue;
        const uint8_t *frame = from + one.offset;
        learn(frame + 6, 0);
        unsigned at = find(key_of(frame, 10));
        if (table[at].port != 1 || filled == down->head)
            continue;
        struct descriptor *goal = &down->descriptors[filled % slots];
        if (goal->length < one.length)
            continue;
        memcpy(to + goal->offset, frame, one.length);
        goal->length = one.length;
        filled++;
        sent++;
    }
    up->tail = tail + count;
    down->tail = filled;
    return sent;
}

static struct place *open_place(void)
{
    struct place *one = mmap(NULL, sizeof *one, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (one == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    for (unsigned i = 0; i < slots; i++) {
        one->up.descriptors[i].offset = (uint32_t)(one->buffers[i] - (uint8_t *)one);
        one->down.descriptors[i].offset = (uint32_t)(one->buffers[slots + i] - (uint8_t *)one);
        one->down.descriptors[i].length = buffer_bytes;
    }
    one->down.head = slots;
    return one;
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    unsigned size = (unsigned)atoi(argv[1]), pairs = (unsigned)atoi(argv[3]);
    long frames = atol(argv[2]), done = 0;
    struct place *source = open_place(), *sink = open_place();
    for (unsigned i = 0; i < slots; i++) {
        uint8_t *frame = source->buffers[i];
        memcpy(frame, "\2\0\0\0\2\0\2\0\0\0\1\0\x88\xb5", 14);
        frame[5] = frame[11] = (uint8_t)(i % pairs);
        learn(frame, 1);
    }
    double start = processor_seconds();
    while (done < frames) {
        uint16_t head = source->up.head;
        for (unsigned i = 0; i < batch; i++)
            source->up.descriptors[(uint16_t)(head + i) % slots].length = size;
        source->up.head = head + batch;
        done += forward((uint8_t *)source, &source->up, (uint8_t *)sink, &sink->down);
        uint16_t posted = sink->down.head, taken = posted - slots, filled = sink->down.tail;
        for (; taken != filled; taken++)
            sink->down.descriptors[taken % slots].length = buffer_bytes;
        sink->down.head = taken + slots;
    }
    printf("%.0f\n", (double)done / (processor_seconds() - start));
    return 0;
}
