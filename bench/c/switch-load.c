/*
 * Traffic for the benches of the switch, from the kernel's side of a TAP.
 *
 *   switch-load teach TAP STATION           one frame to everybody from a station
 *   switch-load flow TAP LENGTH MS FIRST COUNT
 *                                           for so many ms, frames from station 0 to COUNT stations from FIRST on, in
 *                                           turn; prints how many the TAP's queue took
 *
 * Station N has the address 02:00:00:00:HH:LL of that number. Frames are of an EtherType that nobody listens to.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { ether_type = 0x88b5, /* IEEE 802 local experimental */ largest = 1518, at_once = 64 };

static unsigned char frames[at_once][largest];

static void fail(const char *what)
{
	fprintf(stderr, "switch-load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int open_packet(const char *name)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(name) };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	int one = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		fail(name);
	if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof(one)) < 0)
		fail("PACKET_QDISC_BYPASS");
	return fd;
}

static void set_station(unsigned char *address, int station)
{
	unsigned char bytes[ETH_ALEN] = { 0x02, 0, 0, 0, (unsigned char)(station >> 8), (unsigned char)station };

	memcpy(address, bytes, ETH_ALEN);
}

static void make_frame(unsigned char *frame, int from)
{
	memset(frame, 0xff, ETH_ALEN);
	set_station(frame + ETH_ALEN, from);
	frame[12] = ether_type >> 8;
	frame[13] = ether_type & 0xff;
}

static void flow(const char *name, size_t length, long ms, int first, int count)
{
	static struct mmsghdr messages[at_once];
	static struct iovec parts[at_once];
	int fd = open_packet(name);
	double end = now() + ms / 1e3;
	long taken = 0;
	int next = 0;

	for (int i = 0; i < at_once; i++) {
		make_frame(frames[i], 0);
		parts[i] = (struct iovec){ frames[i], length };
		messages[i].msg_hdr = (struct msghdr){ .msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	while (now() < end) {
		int sent;

		for (int i = 0; i < at_once; i++)
			set_station(frames[i], first + (next + i) % count);
		sent = sendmmsg(fd, messages, at_once, 0);
		if (sent < 0 && errno != ENOBUFS)
			fail("sendmmsg");
		if (sent > 0) {
			taken += sent;
			next = (next + sent) % count;
		}
	}
	printf("%ld\n", taken);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "teach")) {
		make_frame(frames[0], atoi(argv[3]));
		if (send(open_packet(argv[2]), frames[0], 60, 0) < 0)
			fail("send");
		return 0;
	}
	if (argc == 7 && !strcmp(argv[1], "flow")) {
		size_t length = strtoul(argv[3], NULL, 10);

		if (length < ETH_HLEN || length > largest)
			return 2;
		flow(argv[2], length, atol(argv[4]), atoi(argv[5]), atoi(argv[6]));
		return 0;
	}
	fprintf(stderr, "usage: see the head of switch-load.c\n");
	return 2;
}
