/* flood: changes links, addresses and routes of one interface as fast as it is told, over rtnetlink.
 *
 *   flood INTERFACE CHANGES-A-SECOND CHANGES
 *
 * In turn: an MTU, an IPv6 address added, a route added, a route removed, the address removed, the MTU back. Several
 * requests go in one datagram, and none is acknowledged. At the end it prints how many changes it asked for, how many
 * the kernel refused, and the milliseconds that it took. A rate of 0 is as fast as the kernel goes. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 24, ROOM = 1 << 14 };

static unsigned char out[ROOM];
static size_t used;
static unsigned index_of_interface;

static struct nlmsghdr *begin(int type, int flags, const void *fixed, size_t length)
{
	struct nlmsghdr *header = (struct nlmsghdr *)(out + used);

	memset(header, 0, NLMSG_SPACE(length));
	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_REQUEST | flags;
	header->nlmsg_len = NLMSG_SPACE(length);
	memcpy(NLMSG_DATA(header), fixed, length);
	return header;
}

static void attribute(struct nlmsghdr *header, int type, const void *value, size_t length)
{
	struct rtattr *rta = (struct rtattr *)((char *)header + header->nlmsg_len);

	memset(rta, 0, RTA_SPACE(length));
	rta->rta_type = type;
	rta->rta_len = RTA_LENGTH(length);
	memcpy(RTA_DATA(rta), value, length);
	header->nlmsg_len += RTA_SPACE(length);
}

static void end(const struct nlmsghdr *header)
{
	used += NLMSG_ALIGN(header->nlmsg_len);
}

static void set_mtu(uint32_t mtu)
{
	struct ifinfomsg link = { .ifi_index = (int)index_of_interface };
	struct nlmsghdr *header = begin(RTM_NEWLINK, 0, &link, sizeof link);

	attribute(header, IFLA_MTU, &mtu, sizeof mtu);
	end(header);
}

static void change_address(int type, const struct in6_addr *address)
{
	struct ifaddrmsg message = { .ifa_family = AF_INET6, .ifa_prefixlen = 128, .ifa_index = index_of_interface };
	uint32_t flags = IFA_F_NODAD | IFA_F_NOPREFIXROUTE;
	struct nlmsghdr *header = begin(type, type == RTM_NEWADDR ? NLM_F_CREATE : 0, &message, sizeof message);

	attribute(header, IFA_LOCAL, address, sizeof *address);
	attribute(header, IFA_FLAGS, &flags, sizeof flags);
	end(header);
}

static void change_route(int type, const struct in6_addr *to)
{
	struct rtmsg message = { .rtm_family = AF_INET6, .rtm_dst_len = 128, .rtm_table = RT_TABLE_MAIN,
				 .rtm_protocol = RTPROT_STATIC, .rtm_type = RTN_UNICAST };
	struct nlmsghdr *header = begin(type, type == RTM_NEWROUTE ? NLM_F_CREATE : 0, &message, sizeof message);

	attribute(header, RTA_DST, to, sizeof *to);
	attribute(header, RTA_OIF, &index_of_interface, sizeof index_of_interface);
	end(header);
}

static void change(unsigned long n)
{
	struct in6_addr address = { { { 0xfd, 0xff } } }, to = { { { 0xfd, 0xfe } } };

	address.s6_addr[15] = 1 + n / 6 % 200;
	to.s6_addr[15] = 1 + n / 6 % 200;
	switch (n % 6) {
	case 0: set_mtu(1400); break;
	case 1: change_address(RTM_NEWADDR, &address); break;
	case 2: change_route(RTM_NEWROUTE, &to); break;
	case 3: change_route(RTM_DELROUTE, &to); break;
	case 4: change_address(RTM_DELADDR, &address); break;
	default: set_mtu(1500);
	}
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void wait_until(double when)
{
	double left = when - now();

	if (left > 50e-6) {
		struct timespec pause = { .tv_sec = (time_t)left, .tv_nsec = (long)((left - (double)(time_t)left) * 1e9) };
		nanosleep(&pause, NULL);
	}
}

/* Without acknowledgements the kernel answers only what it refuses. */
static unsigned long refused(int fd)
{
	unsigned char in[ROOM];
	unsigned long count = 0;

	while (recv(fd, in, sizeof in, MSG_DONTWAIT) > 0)
		count++;
	return count;
}

int main(int argc, char **argv)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	if (argc != 4 || (index_of_interface = if_nametoindex(argv[1])) == 0 || fd < 0) {
		fprintf(stderr, "usage: flood INTERFACE CHANGES-A-SECOND CHANGES\n");
		return 2;
	}
	double rate = atof(argv[2]), start = now();
	unsigned long total = strtoul(argv[3], NULL, 10), errors = 0;
	for (unsigned long done = 0; done < total;) {
		used = 0;
		for (int i = 0; i < BATCH && done < total; i++)
			change(done++);
		if (sendto(fd, out, used, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) {
			perror("flood: sendto");
			return 4;
		}
		errors += refused(fd);
		if (rate > 0)
			wait_until(start + (double)done / rate);
	}
	printf("%lu %lu %.0f\n", total, errors, (now() - start) * 1e3);
	return 0;
}
