/* Changes another process's shared memory under its hands: bytes 12 to 17 (type and tag) of a frame in every buffer, over and
 * over. In every fourth buffer the frame begins a byte later.
 *
 *   memif-flip MEMFD SIZE FIRST_BUFFER BUFFER_BYTES BUFFERS SECONDS
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

int main(int argc, char **argv)
{
    if (argc != 7)
        return 2;
    size_t size = strtoul(argv[2], NULL, 10), first = strtoul(argv[3], NULL, 10);
    size_t bytes = strtoul(argv[4], NULL, 10), buffers = strtoul(argv[5], NULL, 10);
    time_t end = time(NULL) + atoi(argv[6]);
    volatile uint8_t *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, atoi(argv[1]), 0);
    if (memory == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    static const uint8_t kinds[4][6] = {
        {0x88, 0xb5, 'o', 'w', 'n', ' '},
        {0x81, 0x00, 0x00, 20, 0x88, 0xb5},
        {0x81, 0x00, 0x00, 10, 0x88, 0xb5},
        {0x81, 0x00, 0x0f, 0xff, 0x88, 0xb5},
    };
    unsigned long rounds = 0;
    while (time(NULL) < end) {
        for (size_t i = 0; i < buffers; i++) {
            volatile uint8_t *type = memory + first + i * bytes + (i % 4 == 3) + 12;
            for (int at = 0; at < 6; at++)
                type[at] = kinds[(rounds + i) % 4][at];
        }
        rounds++;
    }
    printf("%lu\n", rounds);
    return 0;
}
