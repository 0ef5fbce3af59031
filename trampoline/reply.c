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

/* The value of each type below count; one that is not there has no bytes. */
void sort_attributes(struct span rest, struct span *by_type, size_t count) {
	struct span value;
	unsigned type;

	memset(by_type, 0, count * sizeof *by_type);
	while (next_attribute(&rest, &type, &value))
		if (type < count)
			by_type[type] = value;
}

/* The error number of an acknowledgement or of a dump's end, and the kernel's words behind it. */
static bool take_error(struct reply *reply) {
	struct span rest = reply->body, attributes[NLMSGERR_ATTR_MSG + 1];
	struct nlmsghdr request;
	int error;

	if (!peek(rest, &error, sizeof error))
		return reply->type == NLMSG_DONE;
	if (error > 0 || error < -4095)
		return false;
	reply->error = -error;
	advance(&rest, sizeof error);
	if (reply->type == NLMSG_ERROR) {
		if (!peek(rest, &request, sizeof request))
			return false;
		advance(&rest, reply->flags & NLM_F_CAPPED ? sizeof request : request.nlmsg_len);
	}
	if (reply->flags & NLM_F_ACK_TLVS) {
		sort_attributes(rest, attributes, NLMSGERR_ATTR_MSG + 1);
		reply->text = attributes[NLMSGERR_ATTR_MSG];
	}
	return true;
}

/* Takes the next message: 1 taken, 0 none left, -1 malformed. */
int next_reply(struct span *datagram, struct reply *reply) {
	struct nlmsghdr head;

	if (datagram->left == 0)
		return 0;
	if (!peek(*datagram, &head, sizeof head) || head.nlmsg_len < sizeof head || head.nlmsg_len > datagram->left)
		return -1;
	*reply = (struct reply){ .type = head.nlmsg_type, .flags = head.nlmsg_flags, .sequence = head.nlmsg_seq,
				 .port = head.nlmsg_pid,
				 .body = { datagram->at + sizeof head, head.nlmsg_len - sizeof head } };
	advance(datagram, head.nlmsg_len);
	return (reply->type != NLMSG_ERROR && reply->type != NLMSG_DONE) || take_error(reply) ? 1 : -1;
}
