/* The rtnetlink sockets: dumps with strict checking, and messages put together. */
#include <linux/if_link.h>
#include <sys/socket.h>
#include <time.h>
#include "netcapdo.h"

/* Milliseconds that pass while the machine sleeps, too, and while this process is stopped. */
int64_t milliseconds(void) {
	struct timespec now = { .tv_sec = 0 };

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Gives the socket's descriptor and its port. */
static int open_socket(uint32_t *port) {
	static const int options[] = { NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK };
	struct timeval patience = { .tv_sec = LIMIT_MS / 1000 };
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	socklen_t length = sizeof self;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	bool good = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0;

	for (size_t i = 0; good && i < sizeof options / sizeof options[0]; i++)
		good = setsockopt(fd, SOL_NETLINK, options[i], &(int){ 1 }, sizeof(int)) == 0;
	good = good && bind(fd, (struct sockaddr *)&self, length) == 0 && getsockname(fd, (struct sockaddr *)&self, &length) == 0;
	*port = self.nl_pid;
	return good ? fd : -1;
}

/* With an ear, if it is to look with. */
bool open_netlink(struct netlink *netlink, bool looks, struct failure *why) {
	netlink->why = why;
	netlink->fd = open_socket(&netlink->port);
	netlink->ear = looks ? open_socket(&netlink->ear_port) : -1;
	return (netlink->fd >= 0 && (netlink->ear >= 0 || !looks)) || fail(why, FAILED, "could not open rtnetlink: %s", strerror(errno));
}

/* Adds a head and what it is of to the datagram; one that is too long is not sent. */
static void put(struct netlink *netlink, const void *head, size_t head_size, const void *body, size_t length) {
	size_t end = netlink->used + head_size + NLMSG_ALIGN(length);
	uint32_t message = (uint32_t)(end - netlink->last);

	if (end <= sizeof netlink->out) {
		memset(netlink->out + netlink->used, 0, end - netlink->used);
		memcpy(netlink->out + netlink->used, head, head_size);
		memcpy(netlink->out + netlink->used + head_size, body, length);
		memcpy(netlink->out + netlink->last, &message, sizeof message);
	}
	netlink->used = end;
}

void put_message(struct netlink *netlink, unsigned type, unsigned flags, const void *body, size_t length) {
	struct nlmsghdr head = { .nlmsg_type = (uint16_t)type, .nlmsg_flags = (uint16_t)(flags | NLM_F_REQUEST),
				 .nlmsg_seq = ++netlink->sequence };

	netlink->last = netlink->used;
	put(netlink, &head, sizeof head, body, length);
}

void put_attribute(struct netlink *netlink, unsigned type, const void *value, size_t length) {
	struct nlattr head = { .nla_len = (uint16_t)(sizeof head + length), .nla_type = (uint16_t)type };

	put(netlink, &head, sizeof head, value, length);
}

/* Sends what was put together, the last message with these flags too. With the kernel named as the receiver, what counts
 * is the capability that the sender has now; else it would be what the socket was opened with, too. */
bool transmit(struct netlink *netlink, unsigned flags) {
	struct nlmsghdr *last = (struct nlmsghdr *)(void *)(netlink->out + netlink->last);
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	size_t used = netlink->used;

	last->nlmsg_flags |= (uint16_t)flags;
	netlink->used = netlink->last = 0;
	netlink->pending.left = 0;
	return (used <= sizeof netlink->out &&
		sendto(netlink->fd, netlink->out, used, 0, (struct sockaddr *)&kernel, sizeof kernel) == (ssize_t)used) ||
	       fail(netlink->why, FAILED, "could not send to rtnetlink: %s", strerror(errno));
}

static bool receive(struct netlink *netlink) {
	struct sockaddr_nl from = { .nl_pid = 1 };
	struct iovec into = { netlink->in, sizeof netlink->in };
	struct msghdr message = { .msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &into, .msg_iovlen = 1 };
	ssize_t length;

	do
		length = recvmsg(netlink->fd, &message, 0);
	while (length < 0 && errno == EINTR);
	if (length <= 0)
		return fail(netlink->why, FAILED, "rtnetlink does not answer: %s", strerror(errno));
	if (message.msg_flags & MSG_TRUNC || from.nl_pid != 0)
		return fail(netlink->why, FAILED, "an answer of rtnetlink is cut, or not the kernel's");
	netlink->pending = (struct span){ netlink->in, (size_t)length };
	netlink->datagrams++;
	return true;
}

/* The next message to this socket, from as many datagrams as it takes. */
bool next_answer(struct netlink *netlink, struct reply *reply) {
	for (;;) {
		int taken = next_reply(&netlink->pending, reply);
		if (taken > 0 && reply->port == netlink->port)
			return true;
		if (taken < 0)
			return fail(netlink->why, FAILED, "an answer of rtnetlink makes no sense");
		if (taken == 0 && !receive(netlink))
			return false;
	}
}

bool refused(const char *what, const struct reply *reply, struct failure *why) {
	return fail(why, FAILED, "%s: %s%s%.*s", what, strerror(reply->error), reply->text.left > 0 ? ": " : "",
		    (int)(reply->text.left > 200 ? 200 : reply->text.left), (const char *)reply->text.at);
}

/* Sends a query and takes its answers. Counts the parts of a dump. */
static bool query(struct netlink *netlink, struct state *state, bool *interrupted, size_t *parts) {
	struct reply reply;
	size_t datagram = 0;

	if (!transmit(netlink, 0))
		return false;
	for (;;) {
		if (!next_answer(netlink, &reply))
			return false;
		*interrupted |= (reply.flags & NLM_F_DUMP_INTR) != 0;
		if (reply.sequence != netlink->sequence)
			continue;
		if (reply.type == NLMSG_DONE || reply.type == NLMSG_ERROR)
			return reply.error == 0 || refused("rtnetlink", &reply, netlink->why);
		if (!take_reply(state, &reply))
			return fail(netlink->why, FAILED, "an answer of rtnetlink makes no sense, or memory is short");
		*parts += datagram != netlink->datagrams;
		datagram = netlink->datagrams;
	}
}

/* Hears of every change from now on, or with no groups of none. */
static bool hear(struct netlink *netlink, uint32_t groups) {
	struct sockaddr_nl self = { .nl_family = AF_NETLINK, .nl_pid = netlink->ear_port, .nl_groups = groups };

	return bind(netlink->ear, (struct sockaddr *)&self, sizeof self) == 0 ||
	       fail(netlink->why, FAILED, "could not listen to rtnetlink: %s", strerror(errno));
}

/* Of what was heard: has something come and something gone? So it is taken where more was said than heard, too. */
static bool has_heard(struct netlink *netlink) {
	bool come = false, gone = false;
	ssize_t length = 0;

	while (length >= 0 || errno == ENOBUFS || errno == EINTR) {
		struct span heard = { netlink->in, 0 };
		struct reply reply;
		length = recv(netlink->ear, netlink->in, sizeof netlink->in, MSG_DONTWAIT);
		if (length < 0 && errno != EAGAIN)
			come = gone = true;
		heard.left = length < 0 ? 0 : (size_t)length;
		while (next_reply(&heard, &reply) > 0) {
			come |= reply.type == RTM_NEWROUTE;
			gone |= reply.type != RTM_NEWROUTE && reply.type != RTM_NEWADDR;
		}
	}
	return come && gone;
}

/* One dump. The kernel marks those of links and addresses that changed meanwhile; of routes it marks none. A route
 * that comes makes it begin anew and skip as much as it has given already: what has gone of that meanwhile, it skips
 * of the rest. So a dump of several parts is good where nothing came, or nothing went. */
static bool dump_once(struct netlink *netlink, unsigned type, struct state *state, bool *interrupted) {
	static const struct ifinfomsg links = { .ifi_family = AF_UNSPEC };
	static const struct ifaddrmsg addresses = { .ifa_family = AF_INET6 };
	static const struct rtmsg routes = { .rtm_family = AF_INET6, .rtm_table = RT_TABLE_MAIN };
	uint32_t without = RTEXT_FILTER_SKIP_STATS;
	size_t parts = 0;

	if (type == RTM_GETROUTE) {
		state->routes.count = 0;
		put_message(netlink, type, NLM_F_DUMP, &routes, sizeof routes);
		if (!hear(netlink, RTMGRP_LINK | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE) ||
		    !query(netlink, state, interrupted, &parts) || !hear(netlink, 0))
			return false;
		*interrupted |= has_heard(netlink) && parts > 1;
		return true;
	}
	if (type == RTM_GETADDR) {
		state->addresses.count = 0;
		put_message(netlink, type, NLM_F_DUMP, &addresses, sizeof addresses);
	} else {
		state->links.count = 0;
		put_message(netlink, type, NLM_F_DUMP, &links, sizeof links);
		put_attribute(netlink, IFLA_EXT_MASK, &without, sizeof without);
	}
	return query(netlink, state, interrupted, &parts);
}

/* Reads all links, IPv6 addresses or IPv6 routes of table main: again where they changed meanwhile, with growing
 * pauses. */
bool dump(struct netlink *netlink, unsigned type, struct state *state) {
	int64_t start = milliseconds();
	bool interrupted = true;

	for (long pause = 1; interrupted; pause = pause < 32 ? pause * 2 : pause) {
		interrupted = false;
		if (!dump_once(netlink, type, state, &interrupted))
			return false;
		if (interrupted && milliseconds() - start > LIMIT_MS)
			return fail(netlink->why, FAILED, "what the kernel has changed during each dump of %d seconds", LIMIT_MS / 1000);
		if (interrupted)
			nanosleep(&(struct timespec){ .tv_nsec = pause * 1000000 }, NULL);
	}
	return true;
}
