/* bridge NAME...: opens TAPs of these names and does what standard input says, a line each:
 *   ! COMMAND      runs a shell command
 *   r NAME         waits until the bridge forwards for that TAP
 *   w MS           waits
 *   f NAME HEX     writes a frame into a TAP; prints `e ERRNO` where that fails, else `o NAME LENGTH HEAD SUM` for each
 *                  frame that came out of a TAP: its first 32 bytes in hexadecimal, and the sum of all; then `.`
 * A frame has gone through the bridge by the time that its write returns: the TUN driver hands it on in the same context. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { most = 16, longest = 4096, shown = 32, tries = 500 };

static struct {
	const char *name;
	int file;
} taps[most];
static int count;

static void fail(const char *what) {
	perror(what);
	exit(1);
}

static int attach(const char *name) {
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int file = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	if (file < 0 || ioctl(file, TUNSETIFF, &request) != 0)
		fail(name);
	return file;
}

static int find(const char *name) {
	for (int i = 0; i < count; i++)
		if (!strcmp(taps[i].name, name))
			return taps[i].file;
	errno = ENODEV;
	fail(name);
	return -1;
}

static void show_all(int quietly) {
	unsigned char frame[longest];
	ssize_t length;

	for (int i = 0; i < count; i++)
		while ((length = read(taps[i].file, frame, sizeof frame)) >= 0) {
			unsigned long sum = 0;

			if (quietly)
				continue;
			printf("o %s %zd ", taps[i].name, length);
			for (ssize_t at = 0; at < length && at < shown; at++)
				printf("%02x", frame[at]);
			for (ssize_t at = 0; at < length; at++)
				sum = (sum * 31 + frame[at]) & 0xffffffff;
			printf(" %lu\n", sum);
		}
}

static void send_frame(const char *name, const char *hex) {
	unsigned char frame[longest];
	size_t length = 0;

	for (; hex[0] && hex[1] && length < sizeof frame; hex += 2) {
		unsigned byte;

		sscanf(hex, "%2x", &byte);
		frame[length++] = (unsigned char)byte;
	}
	show_all(1);
	if (write(find(name), frame, length) < 0)
		printf("e %d\n", errno);
	else
		show_all(0);
	puts(".");
}

static void await_forwarding(const char *name) {
	char path[128], state[4] = "";

	snprintf(path, sizeof path, "/sys/class/net/%.16s/brport/state", name);
	for (int i = 0; i < tries && state[0] != '3'; i++) {
		int file = open(path, O_RDONLY);

		if (file < 0 || read(file, state, 1) < 0)
			state[0] = 0;
		close(file);
		if (state[0] != '3')
			usleep(10000);
	}
	if (state[0] != '3')
		printf("! %s does not forward\n", name);
}

int main(int argc, char **argv) {
	static char line[3 * longest];

	for (; count < argc - 1 && count < most; count++) {
		taps[count].name = argv[count + 1];
		taps[count].file = attach(argv[count + 1]);
	}
	while (fgets(line, sizeof line, stdin)) {
		char *name = line + 2, *hex;

		line[strcspn(line, "\n")] = 0;
		if (line[0] == '!' && system(name) != 0)
			printf("! %s\n", name);
		if (line[0] == 'r')
			await_forwarding(name);
		if (line[0] == 'w')
			usleep((useconds_t)atol(name) * 1000);
		if (line[0] == 'f' && (hex = strchr(name, ' '))) {
			*hex = 0;
			send_frame(name, hex + 1);
		}
	}
	puts("end");
	return 0;
}
