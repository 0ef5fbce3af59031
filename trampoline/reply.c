/* Messages of a netlink datagram, and attributes, taken off one at a time. None is trusted to be whole or aligned. */
#include "netcapdo.h"

/* Copies what a span begins with, where it has so much. */
bool peek(struct span span, void *into, size_t size) {
	if (size == 0 || span.left < size)
		return false;
	memcpy(into, span.at, size);
	return true;
}

/* Takes the padding too, where it is there. */
void advance(struct span *span, size_t length) {
	size_t padded = (length + 3) & ~(size_t)3;

	*span = padded < span->left ? (struct span){ span->at + padded, span->left - padded } : (struct span){ span->at, 0 };
}

bool next_attribute(struct span *rest, unsigned *type, struct span *value) {
	struct nlattr head;

	if (!peek(*rest, &head, sizeof head) || head.nla_len < sizeof head || head.nla_len > rest->left)
		return false;
	*type = head.nla_type & (unsigned)NLA_TYPE_MASK;
	*value = (struct span){ rest->at + sizeof head, head.nla_len - sizeof head };
	advance(rest, head.nla_len);
	return true;
}

/* The value of each type below count, behind a head; one that is not there has no bytes. */
void sort_attributes(struct span rest, size_t head, struct span *by_type, size_t count) {
	struct span value;
	unsigned type;

	memset(by_type, 0, count * sizeof *by_type);
	advance(&rest, head);
	while (next_attribute(&rest, &type, &value))
		if (type < count)
			by_type[type] = value;
}

/* The error number of an acknowledgement, which quotes the head of the request alone (NETLINK_CAP_ACK), or of a dump's
 * end, and the kernel's words behind it. */
static bool take_error(struct reply *reply) {
	struct span attributes[NLMSGERR_ATTR_MSG + 1], *text = &attributes[NLMSGERR_ATTR_MSG];
	size_t size = reply->type == NLMSG_DONE ? sizeof(int) : sizeof(struct nlmsgerr);
	struct nlmsgerr head = { .error = 0 };

	if (!peek(reply->body, &head, size))
		return reply->type == NLMSG_DONE;
	sort_attributes(reply->body, size, attributes, NLMSGERR_ATTR_MSG + 1);
	if (text->left > 0 && text->at[text->left - 1] == 0)
		reply->text = (const char *)text->at;
	reply->error = head.error < -4095 ? -1 : -head.error;
	return reply->error >= 0;
}

/* Takes the next message: 1 taken, 0 none left, -1 malformed. */
int next_reply(struct span *datagram, struct reply *reply) {
	struct nlmsghdr head;

	if (datagram->left == 0)
		return 0;
	if (!peek(*datagram, &head, sizeof head) || head.nlmsg_len < sizeof head || head.nlmsg_len > datagram->left)
		return -1;
	*reply = (struct reply){ .type = head.nlmsg_type, .flags = head.nlmsg_flags, .sequence = head.nlmsg_seq, .text = "",
				 .body = { datagram->at + sizeof head, head.nlmsg_len - sizeof head } };
	advance(datagram, head.nlmsg_len);
	return (reply->type != NLMSG_ERROR && reply->type != NLMSG_DONE) || take_error(reply) ? 1 : -1;
}
