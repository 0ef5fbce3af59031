/* The rtnetlink socket: dumps with strict checking, and changes, many to a datagram. */
#include <linux/if_link.h>
#include <sys/socket.h>
#include "netcapdo.h"

bool open_netlink(struct netlink *netlink) {
	static const int options[] = { NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK };
	struct timeval patience = { .tv_sec = LOCK_SECONDS };
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	socklen_t length = sizeof self;
	bool good;

	netlink->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	good = netlink->fd >= 0 && setsockopt(netlink->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0;
	for (size_t i = 0; good && i < sizeof options / sizeof options[0]; i++)
		good = setsockopt(netlink->fd, SOL_NETLINK, options[i], &(int){ 1 }, sizeof(int)) == 0;
	good = good && bind(netlink->fd, (struct sockaddr *)&self, sizeof self) == 0 &&
	       getsockname(netlink->fd, (struct sockaddr *)&self, &length) == 0;
	netlink->port = self.nl_pid;
	return good || fail(netlink->why, FAILED, "could not open rtnetlink: %s", strerror(errno));
}

/* Adds bytes to the datagram; one that is too long is not sent. */
static void put(struct netlink *netlink, const void *bytes, size_t length) {
	size_t end = netlink->used + NLMSG_ALIGN(length);
	uint32_t message = (uint32_t)(end - netlink->last);

	if (end <= sizeof netlink->out) {
		memset(netlink->out + netlink->used, 0, end - netlink->used);
		memcpy(netlink->out + netlink->used, bytes, length);
		memcpy(netlink->out + netlink->last, &message, sizeof message);
	}
	netlink->used = end;
}

void put_message(struct netlink *netlink, unsigned type, unsigned flags, const void *body, size_t length) {
	struct nlmsghdr head = { .nlmsg_type = (uint16_t)type, .nlmsg_flags = (uint16_t)(flags | NLM_F_REQUEST),
				 .nlmsg_seq = ++netlink->sequence };

	netlink->last = netlink->used;
	put(netlink, &head, sizeof head);
	put(netlink, body, length);
}

void put_attribute(struct netlink *netlink, unsigned type, const void *value, size_t length) {
	struct nlattr head = { .nla_len = (uint16_t)(sizeof head + length), .nla_type = (uint16_t)type };

	put(netlink, &head, sizeof head);
	put(netlink, value, length);
}

/* Sends what was put together, the last message with these flags too. */
bool transmit(struct netlink *netlink, unsigned flags) {
	struct nlmsghdr *last = (struct nlmsghdr *)(void *)(netlink->out + netlink->last);
	size_t used = netlink->used;

	last->nlmsg_flags |= (uint16_t)flags;
	netlink->used = netlink->last = 0;
	netlink->pending.left = 0;
	return (used <= sizeof netlink->out && send(netlink->fd, netlink->out, used, 0) == (ssize_t)used) ||
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

/* Sends a query and takes its answers; nothing of the name asked for is an answer too. */
static bool query(struct netlink *netlink, struct state *state, bool *interrupted) {
	struct reply reply;

	if (!transmit(netlink, 0))
		return false;
	for (;;) {
		if (!next_answer(netlink, &reply))
			return false;
		*interrupted |= (reply.flags & NLM_F_DUMP_INTR) != 0;
		if (reply.sequence != netlink->sequence)
			continue;
		if (reply.type == NLMSG_DONE || reply.type == NLMSG_ERROR)
			return reply.error == 0 || reply.error == ENODEV || refused("rtnetlink", &reply, netlink->why);
		if (!take_reply(state, &reply))
			return fail(netlink->why, FAILED, "an answer of rtnetlink makes no sense, or memory is short");
	}
}

static void put_link_query(struct netlink *netlink, unsigned flags) {
	struct ifinfomsg any = { .ifi_family = AF_UNSPEC };
	uint32_t without = RTEXT_FILTER_SKIP_STATS;

	put_message(netlink, RTM_GETLINK, flags, &any, sizeof any);
	put_attribute(netlink, IFLA_EXT_MASK, &without, sizeof without);
}

/* Reads all links, IPv6 addresses or IPv6 routes of table main: again where they changed meanwhile. */
bool dump(struct netlink *netlink, unsigned type, struct state *state) {
	struct ifaddrmsg ifaddr = { .ifa_family = AF_INET6 };
	struct rtmsg route = { .rtm_family = AF_INET6, .rtm_table = RT_TABLE_MAIN };

	for (int tries = 0; tries < DUMPS_MAX; tries++) {
		bool interrupted = false;
		forget(state, type);
		if (type == RTM_GETLINK)
			put_link_query(netlink, NLM_F_DUMP);
		else if (type == RTM_GETADDR)
			put_message(netlink, type, NLM_F_DUMP, &ifaddr, sizeof ifaddr);
		else
			put_message(netlink, type, NLM_F_DUMP, &route, sizeof route);
		if (!query(netlink, state, &interrupted))
			return false;
		if (!interrupted)
			return true;
	}
	return fail(netlink->why, FAILED, "what the kernel has changed during each of %d dumps", DUMPS_MAX);
}

/* Reads the one link of a name, where there is one. */
bool get_link(struct netlink *netlink, const char *name, struct state *state) {
	bool interrupted = false;

	put_link_query(netlink, NLM_F_ACK);
	put_attribute(netlink, IFLA_IFNAME, name, strlen(name) + 1);
	return query(netlink, state, &interrupted);
}
