/* Carries changes out: what must go first, then each subtap from its link to its routes. */
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <sys/random.h>
#include "netcapdo.h"

enum { ROUTE_METRIC = 1024, PASSES = 6 };

static int index_of(const struct change *change) {
	return change->tap == NULL ? change->index : change->tap->index;
}

static unsigned flags_of(const struct change *change) {
	return change->verb == REMOVED ? 0 : NLM_F_CREATE | NLM_F_EXCL;
}

static void put_link(struct netlink *netlink, const struct change *change) {
	struct ifinfomsg body = { .ifi_index = index_of(change), .ifi_flags = change->what == UP ? IFF_UP : 0,
				  .ifi_change = change->what == UP || change->what == DOWN ? IFF_UP : 0 };

	put_message(netlink, RTM_SETLINK, 0, &body, sizeof body);
	if (body.ifi_change == 0)
		put_attribute(netlink, change->what == MTU ? IFLA_MTU : IFLA_GROUP, &change->value, sizeof change->value);
}

/* Without a prefix route, which the kernel would make beside ours, and at once in use, without a carrier. */
static void put_address(struct netlink *netlink, const struct change *change) {
	struct ifaddrmsg body = { .ifa_family = AF_INET6, .ifa_prefixlen = (uint8_t)change->route.to.length,
				  .ifa_index = (uint32_t)index_of(change) };
	uint32_t flags = IFA_F_NOPREFIXROUTE | IFA_F_NODAD;

	put_message(netlink, change->verb == REMOVED ? RTM_DELADDR : RTM_NEWADDR, flags_of(change), &body, sizeof body);
	put_attribute(netlink, IFA_LOCAL, &change->route.to.base, sizeof change->route.to.base);
	put_attribute(netlink, IFA_FLAGS, &flags, sizeof flags);
}

/* A route is removed by all that tells it from others: of two that are alike the kernel takes the first. */
static void put_route(struct netlink *netlink, const struct change *change) {
	const struct route *route = &change->route;
	uint32_t metric = route->metric == 0 ? ROUTE_METRIC : route->metric;
	int index = index_of(change);
	struct rtmsg body = { .rtm_family = AF_INET6, .rtm_dst_len = (uint8_t)route->to.length,
			      .rtm_src_len = (uint8_t)route->from.length, .rtm_table = RT_TABLE_MAIN, .rtm_type = RTN_UNICAST,
			      .rtm_protocol = route->protocol == 0 ? RTPROT_STATIC : route->protocol };

	put_message(netlink, change->verb == REMOVED ? RTM_DELROUTE : RTM_NEWROUTE, flags_of(change), &body, sizeof body);
	put_attribute(netlink, RTA_DST, &route->to.base, sizeof route->to.base);
	put_attribute(netlink, RTA_OIF, &index, sizeof index);
	put_attribute(netlink, RTA_PRIORITY, &metric, sizeof metric);
	if (route->from.length > 0)
		put_attribute(netlink, RTA_SRC, &route->from.base, sizeof route->from.base);
	if (route->via)
		put_attribute(netlink, RTA_GATEWAY, &route->gateway, sizeof route->gateway);
}

static bool queue(struct netlink *netlink, struct change *change) {
	if (netlink->queued == BATCH && !send_changes(netlink))
		return false;
	netlink->owners[netlink->queued++] = change;
	if (change->what == ADDR)
		put_address(netlink, change);
	else if (change->what == ROUTE_GATEWAY || change->what == ROUTE_NETWORK)
		put_route(netlink, change);
	else
		put_link(netlink, change);
	return true;
}

/* A link that this run removes, still as it was when it was judged? */
static bool is_doomed(const struct changes *changes, const struct link *link, uid_t user) {
	for (size_t i = 0; i < changes->count; i++)
		if (changes->list[i].verb == REMOVED && changes->list[i].what == LINK && index_of(&changes->list[i]) == link->index)
			return strcmp(changes->list[i].name, link->name) == 0 && is_subtap_of(link, user);
	return false;
}

/* A random group that no link is in. */
static bool choose_group(const struct state *state, uint32_t *group, struct failure *why) {
	if (getrandom(group, sizeof *group, 0) != (ssize_t)sizeof *group)
		return fail(why, FAILED, "no random number");
	*group = (*group & INT32_MAX) | 1U << 16;
	for (size_t i = 0; i < state->links_count; i++)
		if (state->links[i].group == *group)
			return choose_group(state, group, why);
	return true;
}

/* Asking the kernel to delete a group deletes whatever is in it: it must hold the doomed and nothing else. */
static bool delete_group(struct netlink *netlink, const struct state *state, uint32_t group, uid_t user,
			 struct changes *changes) {
	struct change gone = { .verb = REMOVED, .what = LINK, .name = "the subtaps" };
	struct ifinfomsg any = { .ifi_family = AF_UNSPEC };
	size_t members = 0;

	for (size_t i = 0; i < state->links_count; i++) {
		const struct link *link = &state->links[i];
		if (link->group != group || link->index < 0)
			continue;
		if (!is_doomed(changes, link, user))
			return fail(netlink->why, FAILED, "%s came among those to remove; nothing was removed", link->name);
		members++;
	}
	if (members == 0)
		return true;
	netlink->owners[netlink->queued++] = &gone;
	put_message(netlink, RTM_DELLINK, 0, &any, sizeof any);
	put_attribute(netlink, IFLA_GROUP, &group, sizeof group);
	return send_changes(netlink);
}

/* One request for all the doomed: the kernel waits for its readers once, and not for each link. */
static bool remove_links(struct netlink *netlink, const struct request *request, struct changes *changes) {
	struct state state = { .slaptap_name = request->slaptap };
	uint32_t group = 0;
	bool good = dump(netlink, RTM_GETLINK, &state) && choose_group(&state, &group, netlink->why);

	for (size_t i = 0; good && i < changes->count; i++)
		if (changes->list[i].verb == REMOVED && changes->list[i].what == LINK) {
			changes->list[i].value = group;
			good = queue(netlink, &changes->list[i]);
		}
	good = good && send_changes(netlink) && dump(netlink, RTM_GETLINK, &state) &&
	       delete_group(netlink, &state, group, request->user, changes);
	for (size_t i = 0; i < changes->count; i++)
		changes->list[i].done &= good;
	free(state.links);
	return good;
}

/* In which of the passes over all changes one is carried out. */
static int pass_of(const struct change *change) {
	if (change->verb == REMOVED)
		return change->what == LINK ? 0 : 1;
	return change->what == LINK						     ? 2 :
	       change->what == DOWN || change->what == MTU || change->what == GROUP ? 3 :
	       change->what == SYSCTL						     ? 4 :
										       5;
}

static bool carry_out_one(struct netlink *netlink, struct change *change, uid_t user) {
	if (change->verb == CREATED && change->what == LINK) {
		change->done = create_tap(netlink->fd, change->name, user, &change->tap->index, netlink->why);
		return change->done && quiet_tap(netlink->settings, change->name, netlink->why);
	}
	if (change->what == SYSCTL)
		return change->done = quiet_tap(netlink->settings, change->name, netlink->why);
	return queue(netlink, change);
}

bool carry_out(struct netlink *netlink, const struct request *request, struct changes *changes) {
	bool removal = false, good = true;

	for (size_t i = 0; i < changes->count; i++)
		removal |= pass_of(&changes->list[i]) == 0;
	good = !removal || remove_links(netlink, request, changes);
	for (int pass = 1; good && pass < PASSES; pass++) {
		for (size_t i = 0; good && i < changes->count; i++)
			if (pass_of(&changes->list[i]) == pass)
				good = carry_out_one(netlink, &changes->list[i], request->user);
		good = good && send_changes(netlink);
	}
	return good;
}

/* Takes back what this run made: links, addresses and routes. What it removed or mended stays so. */
void undo(struct netlink *netlink, const struct request *request, struct changes *changes) {
	struct changes made = { .list = calloc(changes->count, sizeof changes->list[0]) };
	struct failure why = { .text = "memory is short: what was made stays" };

	netlink->queued = netlink->used = netlink->last = 0;
	netlink->why = &why;
	for (size_t i = 0; made.list != NULL && i < changes->count; i++)
		if (changes->list[i].verb == CREATED && changes->list[i].done) {
			made.list[made.count] = changes->list[i];
			made.list[made.count].verb = REMOVED;
			made.list[made.count++].done = changes->list[i].done = false;
		}
	if (made.list == NULL || !carry_out(netlink, request, &made))
		report(why.text);
	free(made.list);
}
