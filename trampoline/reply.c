/* Messages of a netlink datagram and their attributes, taken off one at a time. Nothing is trusted to be aligned,
 * whole or terminated: the same code stands before the fuzzer. */
#include <linux/netlink.h>
#include <string.h>

#include "netcapdo.h"

static size_t aligned(size_t length)
{
	return (length + 3U) & ~(size_t)3U;
}

static void advance(struct span *span, size_t length)
{
	if (length > span->left)
		length = span->left;
	span->at += length;
	span->left -= length;
}

bool next_attribute(struct span *rest, struct attribute *attribute)
{
	struct nlattr head;

	if (rest->left < sizeof head)
		return false;
	memcpy(&head, rest->at, sizeof head);
	if (head.nla_len < sizeof head || head.nla_len > rest->left)
		return false;
	attribute->type = head.nla_type & (unsigned)NLA_TYPE_MASK;
	attribute->value = (struct span){ rest->at + sizeof head, head.nla_len - sizeof head };
	advance(rest, aligned(head.nla_len));
	return true;
}

/* The error number of an acknowledgement or of a dump's end, and the kernel's words behind it. */
static bool take_error(struct reply *reply)
{
	struct span rest = reply->body;
	struct attribute attribute;
	struct nlmsghdr request;
	int error;

	if (rest.left < sizeof error)
		return reply->type == NLMSG_DONE;
	memcpy(&error, rest.at, sizeof error);
	if (error > 0 || error < -4095)
		return false;
	reply->error = -error;
	advance(&rest, sizeof error);
	if (reply->type == NLMSG_ERROR) {
		if (rest.left < sizeof request)
			return false;
		memcpy(&request, rest.at, sizeof request);
		advance(&rest, reply->flags & NLM_F_CAPPED ? sizeof request : aligned(request.nlmsg_len));
	}
	while (reply->flags & NLM_F_ACK_TLVS && next_attribute(&rest, &attribute))
		if (attribute.type == NLMSGERR_ATTR_MSG && attribute.value.left > 0)
			reply->text = (struct span){ attribute.value.at, attribute.value.left - 1 };
	return true;
}

/* Takes the next message: 1 taken, 0 none left, -1 malformed. */
int next_reply(struct span *datagram, struct reply *reply)
{
	struct nlmsghdr head;

	if (datagram->left == 0)
		return 0;
	if (datagram->left < sizeof head)
		return -1;
	memcpy(&head, datagram->at, sizeof head);
	if (head.nlmsg_len < sizeof head || head.nlmsg_len > datagram->left)
		return -1;
	*reply = (struct reply){
		.type = head.nlmsg_type,
		.flags = head.nlmsg_flags,
		.sequence = head.nlmsg_seq,
		.port = head.nlmsg_pid,
		.body = { datagram->at + sizeof head, head.nlmsg_len - sizeof head },
	};
	advance(datagram, aligned(head.nlmsg_len));
	if ((reply->type == NLMSG_ERROR || reply->type == NLMSG_DONE) && !take_error(reply))
		return -1;
	return 1;
}
