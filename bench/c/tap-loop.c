/*
 * What C does with frames on TAPs, one read() or write() a frame: the peer of src/link in the benches.
 *
 *   tap-loop write TAP LENGTH COUNT     writes frames; prints frames a second of processor time
 *   tap-loop read TAP LENGTH COUNT      fills the TAP's queue, reads it empty; prints frames a second
 *   tap-loop carry TAP TAP LENGTH COUNT fills the first TAP's queue, carries it to the second
 *   tap-loop fill TAP LENGTH COUNT      puts frames into the queue of a TAP that somebody else has open
 *   tap-loop forward TAP TAP            carries both ways until it is ended
 *   tap-loop latency TAP TAP COUNT GAP  sends a frame into the first TAP each GAP us and waits for it on the
 *                                       second; prints the times in us until it is there, one a line
 *   tap-loop pauses TAP TAP GAP         the same until it is killed; prints of each when it was sent, in ms since 1970,
 *                                       and its time
 *
 * All TAPs exist and are up; a number in place of a TAP's name is a descriptor on which it is open. Frames are of
 * an EtherType that nobody listens to.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ether_type = 0x88b5, /* IEEE 802 local experimental */ largest = 65536 };

static unsigned char frame[largest];

static void fail(const char *what)
{
	fprintf(stderr, "tap-loop: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* What a loop costs is its time on the processor: other programs must not count. */
static double worked(void)
{
	return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static int open_tap(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd;

	if (name[0] >= '0' && name[0] <= '9')
		return atoi(name);
	fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		fail("/dev/net/tun");
	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	if (ioctl(fd, TUNSETIFF, &request) < 0)
		fail(name);
	return fd;
}

/* A packet socket on the kernel's side of a TAP; what it sends comes out of the TAP's descriptor. */
static int open_packet(const char *name, int type)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET,
				       .sll_protocol = htons(type),
				       .sll_ifindex = (int)if_nametoindex(name) };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(type));
	int one = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		fail(name);
	if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof(one)) < 0)
		fail("PACKET_QDISC_BYPASS");
	return fd;
}

static void make_frame(void)
{
	memset(frame, 0xff, ETH_ALEN);
	memcpy(frame + ETH_ALEN, "\x02\0\0\0\0\x01", ETH_ALEN);
	frame[12] = ether_type >> 8;
	frame[13] = ether_type & 0xff;
}

static void fill(const char *name, size_t length, long count)
{
	int fd = open_packet(name, 0);

	for (long i = 0; i < count; i++)
		if (send(fd, frame, length, 0) < 0 && errno != ENOBUFS)
			fail("send");
	close(fd);
}

static void write_frames(int fd, size_t length, long count)
{
	double start = worked();

	for (long i = 0; i < count; i++)
		if (write(fd, frame, length) < 0)
			fail("write");
	printf("%.0f\n", count / (worked() - start));
}

static void read_frames(int fd)
{
	static unsigned char buffer[largest];
	double start = worked();
	long count = 0;

	while (read(fd, buffer, sizeof(buffer)) >= 0)
		count++;
	if (errno != EAGAIN)
		fail("read");
	printf("%.0f\n", count / (worked() - start));
}

static long carry(int from, int to)
{
	static unsigned char buffer[largest];
	long count = 0;
	ssize_t length;

	while ((length = read(from, buffer, sizeof(buffer))) >= 0) {
		if (write(to, buffer, (size_t)length) < 0 && errno != EAGAIN)
			fail("write");
		count++;
	}
	if (errno != EAGAIN)
		fail("read");
	return count;
}

static void forward(int one, int other)
{
	struct pollfd set[2] = { { one, POLLIN, 0 }, { other, POLLIN, 0 } };

	for (;;) {
		if (poll(set, 2, -1) < 0)
			fail("poll");
		if (set[0].revents)
			carry(one, other);
		if (set[1].revents)
			carry(other, one);
	}
}

/* Takes one frame and says when the kernel had it: when the receiver got to run does not count. */
static double receive(int fd, uint32_t *number)
{
	unsigned char buffer[128];
	char control[CMSG_SPACE(sizeof(struct timespec))];
	struct iovec part = { buffer, sizeof(buffer) };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)
	};
	struct cmsghdr *header;
	struct timespec t;

	if (recvmsg(fd, &message, 0) < 0)
		fail("recvmsg");
	header = CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_type != SCM_TIMESTAMPNS)
		fail("no time stamp");
	memcpy(&t, CMSG_DATA(header), sizeof(t));
	memcpy(number, buffer + ETH_HLEN, sizeof(*number));
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void measure_latency(const char *into, const char *out, long count, long gap, int stamped)
{
	int sender = open_packet(into, 0);
	int receiver = open_packet(out, ether_type);
	struct timespec pause = { gap / 1000000, gap % 1000000 * 1000 };
	struct pollfd set = { receiver, POLLIN, 0 };
	int one = 1;

	if (setsockopt(receiver, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one)) < 0)
		fail("SO_TIMESTAMPNS");
	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = i + 1;
		double start;

		memcpy(frame + ETH_HLEN, &i, sizeof(i));
		start = seconds(CLOCK_REALTIME);
		if (send(sender, frame, 64, 0) < 0)
			fail("send");
		while (number != i && poll(&set, 1, 1000) > 0) {
			double end = receive(receiver, &number);

			if (number != i)
				continue;
			if (stamped)
				printf("%.3f ", start * 1e3);
			printf("%.1f\n", (end - start) * 1e6);
			if (stamped)
				fflush(stdout);
		}
		nanosleep(&pause, NULL);
	}
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	make_frame();
	if (argc == 5 && !strcmp(mode, "fill")) {
		fill(argv[2], strtoul(argv[3], NULL, 10), atol(argv[4]));
	} else if (argc == 5 && !strcmp(mode, "write")) {
		write_frames(open_tap(argv[2]), strtoul(argv[3], NULL, 10), atol(argv[4]));
	} else if (argc == 5 && !strcmp(mode, "read")) {
		int fd = open_tap(argv[2]);

		fill(argv[2], strtoul(argv[3], NULL, 10), atol(argv[4]));
		read_frames(fd);
	} else if (argc == 6 && !strcmp(mode, "carry")) {
		int from = open_tap(argv[2]);
		int to = open_tap(argv[3]);
		double start;
		long count;

		fill(argv[2], strtoul(argv[4], NULL, 10), atol(argv[5]));
		start = worked();
		count = carry(from, to);
		printf("%.0f\n", count / (worked() - start));
	} else if (argc == 4 && !strcmp(mode, "forward")) {
		forward(open_tap(argv[2]), open_tap(argv[3]));
	} else if (argc == 6 && !strcmp(mode, "latency")) {
		measure_latency(argv[2], argv[3], atol(argv[4]), atol(argv[5]), 0);
	} else if (argc == 5 && !strcmp(mode, "pauses")) {
		measure_latency(argv[2], argv[3], LONG_MAX, atol(argv[4]), 1);
	} else {
		fprintf(stderr, "usage: see the head of tap-loop.c\n");
		return 2;
	}
	return 0;
}
