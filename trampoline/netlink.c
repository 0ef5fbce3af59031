/* The rtnetlink sockets: messages put together, sent, and their answers. */
#include <sys/socket.h>
#include "netcapdo.h"

/* With strict checking of what is asked, and the kernel's own words in what it answers. */
bool open_netlink(struct netlink *netlink, struct failure *why) {
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	socklen_t length = sizeof self;
	const int on = 1;

	netlink->why = why;
	netlink->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (netlink->fd < 0 || setsockopt(netlink->fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on) != 0 ||
	    setsockopt(netlink->fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on) != 0 ||
	    setsockopt(netlink->fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on) != 0 ||
	    bind(netlink->fd, (struct sockaddr *)&self, length) != 0 || getsockname(netlink->fd, (struct sockaddr *)&self, &length) != 0)
		return fail(why, FAILED, "could not open rtnetlink: %s", strerror(errno));
	netlink->port = self.nl_pid;
	return true;
}

/* Adds to the last message of the datagram, all of a length that needs no padding; one that is too long is not sent. */
static void put(struct netlink *netlink, const void *bytes, size_t length) {
	size_t end = netlink->used + length;
	uint32_t message = (uint32_t)(end - netlink->last);

	if (end <= sizeof netlink->out) {
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

/* The next message to this socket, from as many datagrams as it takes. The kernel answers always, or says that it
 * could not. */
bool next_answer(struct netlink *netlink, struct reply *reply) {
	struct sockaddr_nl from = { .nl_pid = 1 };
	socklen_t size = sizeof from;
	int taken;

	while ((taken = next_reply(&netlink->pending, reply)) == 0) {
		ssize_t length = recvfrom(netlink->fd, netlink->in, sizeof netlink->in, MSG_TRUNC, (struct sockaddr *)&from, &size);
		if (length <= 0 || (size_t)length > sizeof netlink->in || from.nl_pid != 0)
			return fail(netlink->why, FAILED, "rtnetlink does not answer, or not whole: %s", strerror(errno));
		netlink->pending = (struct span){ netlink->in, (size_t)length };
		netlink->datagrams++;
	}
	return taken > 0 || fail(netlink->why, FAILED, "an answer of rtnetlink makes no sense");
}
