/* Changes as rtnetlink messages, many to a datagram, and what the kernel answers them. */
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include "netcapdo.h"

/* A link that shall go goes into a group first. */
static void put_link(struct netlink *netlink, const struct change *change, uint32_t doomed) {
	struct ifinfomsg body = { .ifi_index = change->tap->index, .ifi_flags = change->what == UP ? IFF_UP : 0,
				  .ifi_change = change->what == UP || change->what == DOWN ? IFF_UP : 0 };

	put_message(netlink, RTM_SETLINK, 0, &body, sizeof body);
	if (body.ifi_change == 0)
		put_attribute(netlink, change->what == MTU ? IFLA_MTU : IFLA_GROUP, change->what == LINK ? &doomed : &change->value, sizeof doomed);
}

/* Without a prefix route, which the kernel would make beside ours, and at once in use, without a carrier. */
static void put_address(struct netlink *netlink, const struct change *change, bool removed) {
	const struct prefix *at = &change->route.to;
	struct ifaddrmsg body = { .ifa_family = AF_INET6, .ifa_prefixlen = (uint8_t)at->length, .ifa_index = (uint32_t)change->tap->index };
	uint32_t flags = IFA_F_NOPREFIXROUTE | IFA_F_NODAD;

	put_message(netlink, removed ? RTM_DELADDR : RTM_NEWADDR, removed ? 0 : NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
	put_attribute(netlink, IFA_LOCAL, &at->base, sizeof at->base);
	put_attribute(netlink, IFA_FLAGS, &flags, sizeof flags);
}

/* A route is removed by all that tells it from others: of two that are alike the kernel takes the first. */
static void put_route(struct netlink *netlink, const struct change *change, bool removed) {
	const struct route *route = &change->route;
	struct rtmsg body = { .rtm_family = AF_INET6, .rtm_dst_len = (uint8_t)route->to.length, .rtm_table = RT_TABLE_MAIN,
			      .rtm_src_len = (uint8_t)route->from.length, .rtm_type = RTN_UNICAST, .rtm_protocol = route->protocol };

	put_message(netlink, removed ? RTM_DELROUTE : RTM_NEWROUTE, removed ? 0 : NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
	put_attribute(netlink, RTA_DST, &route->to.base, sizeof route->to.base);
	put_attribute(netlink, RTA_OIF, &change->tap->index, sizeof change->tap->index);
	put_attribute(netlink, RTA_PRIORITY, &route->metric, sizeof route->metric);
	if (route->from.length > 0)
		put_attribute(netlink, RTA_SRC, &route->from.base, sizeof route->from.base);
	if (route->via)
		put_attribute(netlink, RTA_GATEWAY, &route->gateway, sizeof route->gateway);
}

bool queue_change(struct run *run, struct change *change) {
	if (run->queue == BATCH && !send_changes(run))
		return false;
	run->queued[run->queue++] = change;
	if (change->what == ADDR)
		put_address(&run->hand, change, change->verb == REMOVED);
	else if (change->what == ROUTE_GATEWAY || change->what == ROUTE_NETWORK)
		put_route(&run->hand, change, change->verb == REMOVED);
	else
		put_link(&run->hand, change, run->doomed.group);
	return true;
}

/* What is gone already need not be removed, nor set down. */
static bool is_tolerated(const struct change *change, int error) {
	return error == 0 || ((change->verb == REMOVED || change->what == DOWN) &&
			      (error == ENODEV || error == (change->what == ADDR ? EADDRNOTAVAIL : ESRCH)));
}

/* Sends the messages put together, if what they are about is still what it was, and marks those changes done that the
 * kernel carried out. It answers only what it refuses, and the last one, in their order. */
bool send_changes(struct run *run) {
	uint32_t count = run->queue, first = run->hand.sequence + 1 - count;
	struct reply reply;

	run->queue = 0;
	if (count == 0)
		return true;
	bool good = freshen(run) && transmit(&run->hand, NLM_F_ACK);
	if (!raise_capability(run, false) || !good)
		return false;
	do {
		if (!next_answer(&run->hand, &reply))
			return false;
		struct change **change = &run->queued[(reply.sequence - first) % BATCH];
		if (reply.type != NLMSG_ERROR || reply.sequence - first >= count || is_tolerated(*change, reply.error))
			continue;
		good = fail(run->hand.why, FAILED, "%s: could not %s %s: %s%s%s", (*change)->tap->name, verb_text[(*change)->verb],
			    what_text[(*change)->what], strerror(reply.error), reply.text[0] == 0 ? "" : ": ", reply.text);
		*change = NULL;
	} while (reply.sequence != run->hand.sequence);
	/* A link that is in the group of those to remove is there still. */
	for (uint32_t i = 0; i < count; i++)
		if (run->queued[i] != NULL && run->queued[i]->what != LINK)
			run->queued[i]->done = true;
	return good;
}
