/* link-type TYPE MAC NAME…: as their owner, attaches to TAPs as soon as they are there, and gives them another link
 * type (if_arp.h) and a hardware address, which the kernel allows while they are down. It tries again and again what is
 * refused, stays attached to what it has changed, says "changed NAME" for each, and ends with standard input. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { NAMES_MAX = 64 };

struct tap {
	const char *name;
	int fd;
	bool attached, changed;
};

static bool set_address(int fd, int type, const char *mac) {
	struct ifreq request = { .ifr_hwaddr.sa_family = (sa_family_t)type };

	for (int i = 0; i < 6; i++)
		sscanf(mac + 2 * i, "%2hhx", (unsigned char *)&request.ifr_hwaddr.sa_data[i]);
	return ioctl(fd, SIOCSIFHWADDR, &request) == 0;
}

/* Who is late lets go, so that others may attach; whoever has won stays. */
static void try(struct tap *tap, int type, const char *mac) {
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };

	if (!tap->attached) {
		tap->fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
		strncpy(request.ifr_name, tap->name, IFNAMSIZ - 1);
		tap->attached = ioctl(tap->fd, TUNSETIFF, &request) == 0;
	}
	tap->changed = tap->attached && ioctl(tap->fd, TUNSETLINK, (long)type) == 0 && set_address(tap->fd, type, mac);
	if (!tap->changed) {
		close(tap->fd);
		tap->attached = false;
		return;
	}
	printf("changed %s\n", tap->name);
	fflush(stdout);
}

int main(int argc, char **argv) {
	struct tap taps[NAMES_MAX] = { 0 };
	struct pollfd end = { .fd = 0, .events = POLLIN };

	if (argc < 4 || argc - 3 > NAMES_MAX)
		return 2;
	for (int i = 3; i < argc; i++)
		taps[i - 3].name = argv[i];
	while (poll(&end, 1, 0) == 0)
		for (int i = 0; i < argc - 3; i++)
			if (!taps[i].changed)
				try(&taps[i], atoi(argv[1]), argv[2]);
	return 0;
}
