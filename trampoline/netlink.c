/* The rtnetlink socket: dumps with strict checking, and changes many to a datagram, each acknowledged. */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netcapdo.h"

int open_netlink(struct netlink *netlink, struct failure *failure)
{
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	struct timeval patience = { .tv_sec = LOCK_SECONDS };
	socklen_t length = sizeof self;
	static const int wanted[] = { NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), on = 1;
	bool good = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0;

	for (size_t i = 0; good && i < sizeof wanted / sizeof wanted[0]; i++)
		good = setsockopt(fd, SOL_NETLINK, wanted[i], &on, sizeof on) == 0;
	good = good && bind(fd, (struct sockaddr *)&self, sizeof self) == 0 &&
	       getsockname(fd, (struct sockaddr *)&self, &length) == 0;
	if (!good)
		return fail(failure, FAILED, "could not open rtnetlink: %s", strerror(errno));
	netlink->fd = fd;
	netlink->port = self.nl_pid;
	return 0;
}

static void put(struct netlink *netlink, const void *bytes, size_t length)
{
	size_t padded = NLMSG_ALIGN(length);

	if (padded > sizeof netlink->out - netlink->used) {
		netlink->overflow = true;
		return;
	}
	memset(netlink->out + netlink->used, 0, padded);
	memcpy(netlink->out + netlink->used, bytes, length);
	netlink->used += padded;
}

/* The length of the message that is being put together, now that it has grown. */
static void set_length(struct netlink *netlink)
{
	uint32_t length = (uint32_t)(netlink->used - netlink->last);

	memcpy(netlink->out + netlink->last, &length, sizeof length);
}

void put_message(struct netlink *netlink, unsigned type, unsigned flags, const void *body, size_t length)
{
	struct nlmsghdr head = {
		.nlmsg_type = (uint16_t)type,
		.nlmsg_flags = (uint16_t)(flags | NLM_F_REQUEST),
		.nlmsg_seq = ++netlink->sequence,
	};

	netlink->last = netlink->used;
	put(netlink, &head, sizeof head);
	put(netlink, body, length);
	set_length(netlink);
}

void put_attribute(struct netlink *netlink, unsigned type, const void *value, size_t length)
{
	struct nlattr head = { .nla_len = (uint16_t)(sizeof head + length), .nla_type = (uint16_t)type };

	put(netlink, &head, sizeof head);
	put(netlink, value, length);
	set_length(netlink);
}

static int transmit(struct netlink *netlink, struct failure *failure)
{
	size_t used = netlink->used;

	netlink->used = 0;
	if (netlink->overflow || send(netlink->fd, netlink->out, used, 0) != (ssize_t)used)
		return fail(failure, FAILED, "could not send to rtnetlink: %s", strerror(netlink->overflow ? ENOBUFS : errno));
	return 0;
}

/* One datagram of the kernel's, whole. */
static int receive(struct netlink *netlink, struct span *datagram, struct failure *failure)
{
	struct sockaddr_nl from = { .nl_family = AF_NETLINK };
	struct iovec into = { netlink->in, sizeof netlink->in };
	struct msghdr message = {
		.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &into, .msg_iovlen = 1,
	};
	ssize_t length;

	do
		length = recvmsg(netlink->fd, &message, 0);
	while (length < 0 && errno == EINTR);
	if (length < 0)
		return fail(failure, FAILED, "rtnetlink does not answer: %s", strerror(errno));
	if (message.msg_flags & MSG_TRUNC || from.nl_pid != 0)
		return fail(failure, FAILED, "rtnetlink's answer is cut, or another's");
	*datagram = (struct span){ netlink->in, (size_t)length };
	return 0;
}

static int nonsense(struct failure *failure)
{
	return fail(failure, FAILED, "rtnetlink's answer makes no sense, or memory is short");
}

static int refused(const char *what, const struct reply *reply, struct failure *failure)
{
	return fail(failure, FAILED, "%s: %s%s%.*s", what, strerror(reply->error), reply->text.left > 0 ? ": " : "",
		    (int)(reply->text.left > 200 ? 200 : reply->text.left), (const char *)reply->text.at);
}

/* Reads answers to one request into state until it ends. */
static int gather(struct netlink *netlink, struct state *state, bool *interrupted, struct failure *failure)
{
	struct reply reply;
	struct span datagram;
	int code, taken;

	for (;;) {
		code = receive(netlink, &datagram, failure);
		if (code != 0)
			return code;
		while ((taken = next_reply(&datagram, &reply)) > 0) {
			if (reply.sequence != netlink->sequence || reply.port != netlink->port)
				continue;
			if (reply.flags & NLM_F_DUMP_INTR)
				*interrupted = true;
			if (reply.error != 0)
				return reply.error == ENODEV ? 0 : refused("rtnetlink", &reply, failure);
			if (reply.type == NLMSG_DONE || reply.type == NLMSG_ERROR)
				return 0;
			if (take_reply(state, &reply) != 0)
				return nonsense(failure);
		}
		if (taken < 0)
			return nonsense(failure);
	}
}

static void put_link_query(struct netlink *netlink, unsigned flags)
{
	struct ifinfomsg body = { .ifi_family = AF_UNSPEC };
	uint32_t skip = RTEXT_FILTER_SKIP_STATS;

	put_message(netlink, RTM_GETLINK, flags, &body, sizeof body);
	put_attribute(netlink, IFLA_EXT_MASK, &skip, sizeof skip);
}

/* Reads all of one kind, again where it changed meanwhile. */
int dump(struct netlink *netlink, uint16_t type, struct state *state, struct failure *failure)
{
	struct ifaddrmsg ifaddr = { .ifa_family = AF_INET6 };
	struct rtmsg route = { .rtm_family = AF_INET6, .rtm_table = RT_TABLE_MAIN };

	for (int tries = 0; tries < DUMPS_MAX; tries++) {
		bool interrupted = false;
		int code;
		forget(state, type);
		if (type == RTM_GETLINK)
			put_link_query(netlink, NLM_F_DUMP);
		else if (type == RTM_GETADDR)
			put_message(netlink, type, NLM_F_DUMP, &ifaddr, sizeof ifaddr);
		else
			put_message(netlink, type, NLM_F_DUMP, &route, sizeof route);
		code = transmit(netlink, failure);
		if (code == 0)
			code = gather(netlink, state, &interrupted, failure);
		if (code != 0 || !interrupted)
			return code;
	}
	return fail(failure, FAILED, "the kernel's state changed during each of %d dumps", DUMPS_MAX);
}

/* Reads one link; none where there is no such name. */
int get_link(struct netlink *netlink, const char *name, struct state *state, struct failure *failure)
{
	bool interrupted = false;
	int code;

	forget(state, RTM_GETLINK);
	put_link_query(netlink, NLM_F_ACK);
	put_attribute(netlink, IFLA_IFNAME, name, strlen(name) + 1);
	code = transmit(netlink, failure);
	return code != 0 ? code : gather(netlink, state, &interrupted, failure);
}

/* What is gone already need not be removed. */
static bool tolerated(const struct change *change, int error)
{
	if (change->verb != REMOVED)
		return false;
	return error == ENODEV || (change->what == ADDR ? error == EADDRNOTAVAIL : error == ESRCH);
}

/* Sends the messages put together, and marks the changes that the kernel acknowledged. The first refusal is told. */
int send_changes(struct netlink *netlink, struct failure *failure)
{
	static const char *const verbs[] = { "create", "change", "remove" };
	size_t left = netlink->queued;
	uint32_t first = netlink->sequence - (uint32_t)left + 1;
	int code = 0, first_code = 0, taken;
	struct span datagram;
	struct reply reply;
	char what[64];

	netlink->queued = 0;
	if (left == 0)
		return 0;
	code = transmit(netlink, failure);
	while (code == 0 && left > 0) {
		code = receive(netlink, &datagram, failure);
		while (code == 0 && (taken = next_reply(&datagram, &reply)) != 0) {
			if (taken < 0)
				return nonsense(failure);
			if (reply.port != netlink->port || reply.sequence - first >= BATCH || reply.type != NLMSG_ERROR)
				continue;
			struct change *change = netlink->owners[reply.sequence - first];
			left--;
			change->done = reply.error == 0 || tolerated(change, reply.error);
			if (change->done || first_code != 0)
				continue;
			snprintf(what, sizeof what, "%s: could not %s %s", change->name, verbs[change->verb],
				 what_text(change->what));
			first_code = refused(what, &reply, failure);
		}
	}
	return first_code != 0 ? first_code : code;
}
