/* pace NAME RATE FRAMES: attaches to a TAP as its user, says "ready", and writes the frames of a file (a line of
 * hexadecimal each), over and over, at most RATE a second, until it is killed or standard input ends. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static int attach(const char *name) {
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request) != 0) {
		perror(name);
		exit(1);
	}
	return fd;
}

/* EIO: the carrier has not reached the device yet, or it is down; the next round writes it again. */
static void write_frame(int fd, const char *line) {
	unsigned char frame[2048];
	size_t length = 0;

	while (length < sizeof frame && sscanf(line + 2 * length, "%2hhx", &frame[length]) == 1)
		length++;
	if (length > 0 && write(fd, frame, length) < 0 && errno != EIO && errno != EAGAIN)
		perror("write");
}

/* What is late is not caught up with: between two frames there is never less than the pause. */
static void pause_since(struct timespec *last, long pause) {
	struct timespec due = { last->tv_sec + (last->tv_nsec + pause) / 1000000000L, (last->tv_nsec + pause) % 1000000000L };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
	clock_gettime(CLOCK_MONOTONIC, last);
}

int main(int argc, char **argv) {
	static char line[4200];
	struct pollfd end = { .fd = 0, .events = POLLIN };
	struct timespec last;
	FILE *frames = argc == 4 ? fopen(argv[3], "r") : NULL;
	long rate = argc == 4 ? atol(argv[2]) : 0;
	int fd;

	if (frames == NULL || rate < 1)
		return 2;
	fd = attach(argv[1]);
	puts("ready");
	fflush(stdout);
	clock_gettime(CLOCK_MONOTONIC, &last);
	while (poll(&end, 1, 0) == 0) {
		rewind(frames);
		while (poll(&end, 1, 0) == 0 && fgets(line, sizeof line, frames) != NULL) {
			write_frame(fd, line);
			pause_since(&last, 1000000000L / rate);
		}
	}
	return 0;
}
