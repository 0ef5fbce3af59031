/* Carries changes out: what is gone first, then each subtap from its link to its routes. */
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "netcapdo.h"

enum { ROUTE_METRIC = 1024 };

static int index_of(const struct change *change)
{
	return change->tap == NULL ? change->index : change->tap->index;
}

static void put_link(struct netlink *netlink, const struct change *change)
{
	struct ifinfomsg body = { .ifi_index = index_of(change) };

	if (change->what == UP || change->what == DOWN) {
		body.ifi_change = IFF_UP;
		body.ifi_flags = change->what == UP ? IFF_UP : 0;
	}
	put_message(netlink, RTM_SETLINK, NLM_F_ACK, &body, sizeof body);
	if (change->what == MTU || change->what == GROUP)
		put_attribute(netlink, change->what == MTU ? IFLA_MTU : IFLA_GROUP, &change->value, sizeof change->value);
}

static void put_address(struct netlink *netlink, const struct change *change)
{
	bool gone = change->verb == REMOVED;
	uint32_t flags = IFA_F_NOPREFIXROUTE | IFA_F_NODAD;
	struct ifaddrmsg body = {
		.ifa_family = AF_INET6,
		.ifa_prefixlen = (uint8_t)change->route.to.length,
		.ifa_index = (uint32_t)index_of(change),
	};

	put_message(netlink, gone ? RTM_DELADDR : RTM_NEWADDR, NLM_F_ACK | (gone ? 0 : NLM_F_CREATE | NLM_F_EXCL), &body,
		    sizeof body);
	put_attribute(netlink, IFA_LOCAL, &change->route.to.base, sizeof change->route.to.base);
	if (!gone)
		put_attribute(netlink, IFA_FLAGS, &flags, sizeof flags);
}

/* A route is removed by all that tells it from others: of two alike the kernel takes the first. */
static void put_route(struct netlink *netlink, const struct change *change)
{
	bool gone = change->verb == REMOVED;
	const struct route *route = &change->route;
	uint32_t metric = route->metric == 0 ? ROUTE_METRIC : route->metric;
	int index = index_of(change);
	struct rtmsg body = {
		.rtm_family = AF_INET6,
		.rtm_dst_len = (uint8_t)route->to.length,
		.rtm_src_len = (uint8_t)route->from.length,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = route->protocol == 0 ? RTPROT_STATIC : route->protocol,
		.rtm_type = RTN_UNICAST,
	};

	put_message(netlink, gone ? RTM_DELROUTE : RTM_NEWROUTE, NLM_F_ACK | (gone ? 0 : NLM_F_CREATE | NLM_F_EXCL),
		    &body, sizeof body);
	put_attribute(netlink, RTA_DST, &route->to.base, sizeof route->to.base);
	if (route->from.length > 0)
		put_attribute(netlink, RTA_SRC, &route->from.base, sizeof route->from.base);
	put_attribute(netlink, RTA_OIF, &index, sizeof index);
	put_attribute(netlink, RTA_PRIORITY, &metric, sizeof metric);
	if (route->via)
		put_attribute(netlink, RTA_GATEWAY, &route->gateway, sizeof route->gateway);
}

static int queue(struct netlink *netlink, struct change *change, struct failure *failure)
{
	int code = netlink->queued == BATCH ? send_changes(netlink, failure) : 0;

	if (code != 0)
		return code;
	netlink->owners[netlink->queued++] = change;
	if (change->what == ADDR)
		put_address(netlink, change);
	else if (change->what == ROUTE_GATEWAY || change->what == ROUTE_NETWORK)
		put_route(netlink, change);
	else
		put_link(netlink, change);
	return 0;
}

/* A group that no link is in. */
static int random_group(const struct state *state, uint32_t *group, struct failure *failure)
{
	bool taken;

	do {
		if (getrandom(group, sizeof *group, 0) != (ssize_t)sizeof *group)
			return fail(failure, FAILED, "no random number");
		*group &= INT32_MAX;
		taken = *group == 0;
		for (size_t i = 0; i < state->links_count; i++)
			taken |= state->links[i].group == *group;
	} while (taken);
	return 0;
}

static bool is_doomed(const struct changes *doomed, const struct link *link, uid_t user)
{
	for (size_t i = 0; i < doomed->count; i++)
		if (doomed->list[i].index == link->index)
			return strcmp(doomed->list[i].name, link->name) == 0 && is_subtap_of(link, user);
	return false;
}

/* One request for all: the kernel waits for its readers once, and not for each link. What else is in the group would
 * go too, so the group is looked at between. */
static int remove_links(struct netlink *netlink, const struct request *request, uid_t user, struct changes *doomed,
			struct failure *failure)
{
	struct state state = { .slaptap_name = request->slaptap };
	struct ifinfomsg any = { .ifi_index = 0 };
	size_t members = 0;
	uint32_t group = 0;
	int code = dump(netlink, RTM_GETLINK, &state, failure);

	if (code == 0)
		code = random_group(&state, &group, failure);
	for (size_t i = 0; code == 0 && i < doomed->count; i++) {
		doomed->list[i].what = GROUP;
		doomed->list[i].value = group;
		code = queue(netlink, &doomed->list[i], failure);
	}
	if (code == 0)
		code = send_changes(netlink, failure);
	if (code == 0)
		code = dump(netlink, RTM_GETLINK, &state, failure);
	for (size_t i = 0; code == 0 && i < state.links_count; i++) {
		if (state.links[i].group != group)
			continue;
		members++;
		if (!is_doomed(doomed, &state.links[i], user))
			code = fail(failure, FAILED, "%s: came into the group %u of those to remove; nothing was removed",
				    state.links[i].name, group);
	}
	free_state(&state);
	if (code != 0 || members == 0)
		return code;
	netlink->owners[netlink->queued++] = &doomed->list[0];
	doomed->list[0].what = LINK;
	put_message(netlink, RTM_DELLINK, NLM_F_ACK, &any, sizeof any);
	put_attribute(netlink, IFLA_GROUP, &group, sizeof group);
	return send_changes(netlink, failure);
}

static int remove_all(struct netlink *netlink, const struct request *request, uid_t user, struct changes *changes,
		      struct failure *failure)
{
	struct changes doomed = { .list = calloc(changes->count + 1, sizeof changes->list[0]) };
	int code = 0;

	if (doomed.list == NULL)
		return fail(failure, FAILED, "memory is short");
	for (size_t i = 0; i < changes->count; i++)
		if (changes->list[i].verb == REMOVED && changes->list[i].what == LINK) {
			doomed.list[doomed.count] = changes->list[i];
			doomed.list[doomed.count].index = index_of(&changes->list[i]);
			doomed.list[doomed.count++].tap = NULL;
		}
	if (doomed.count > 0)
		code = remove_links(netlink, request, user, &doomed, failure);
	for (size_t i = 0; i < changes->count; i++)
		if (changes->list[i].verb == REMOVED && changes->list[i].what == LINK)
			changes->list[i].done = code == 0;
	free(doomed.list);
	return code;
}

/* In which of the passes over all changes one is done. */
static int pass_of(const struct change *change)
{
	if (change->verb == REMOVED)
		return change->what == LINK ? 0 : 1;
	if (change->what == LINK)
		return 2;
	if (change->what == DOWN || change->what == MTU || change->what == GROUP)
		return 3;
	return change->what == SYSCTL ? 4 : 5;
}

static int make_tap(struct change *change, uid_t user, struct failure *failure)
{
	int code = create_tap(change->name, user, &change->tap->index, failure);

	change->done = change->tap->index != 0;
	return code != 0 ? code : quiet_tap(change->name, failure);
}

int carry_out(struct netlink *netlink, const struct request *request, uid_t user, struct changes *changes,
	      struct failure *failure)
{
	int code = remove_all(netlink, request, user, changes, failure);

	for (int pass = 1; code == 0 && pass <= 5; pass++) {
		for (size_t i = 0; code == 0 && i < changes->count; i++) {
			struct change *change = &changes->list[i];
			if (pass_of(change) != pass)
				continue;
			if (pass == 2)
				code = make_tap(change, user, failure);
			else if (pass == 4)
				change->done = (code = quiet_tap(change->name, failure)) == 0;
			else
				code = queue(netlink, change, failure);
		}
		if (code == 0)
			code = send_changes(netlink, failure);
	}
	return code;
}

/* Takes back what this run made: links, addresses and routes; what it removed or mended stays so. */
int undo(struct netlink *netlink, const struct request *request, uid_t user, struct changes *changes,
	 struct failure *failure)
{
	size_t kept = 0;

	netlink->queued = netlink->used = 0;
	for (size_t i = 0; i < changes->count; i++)
		if (changes->list[i].verb == CREATED && changes->list[i].done) {
			changes->list[kept] = changes->list[i];
			changes->list[kept].verb = REMOVED;
			changes->list[kept++].done = false;
		}
	changes->count = kept;
	return carry_out(netlink, request, user, changes, failure);
}
