/* What must change between what is wanted and what the kernel has. Pure. */
#include <linux/if_ether.h>
#include "netcapdo.h"

enum { CHANGES_A_TAP = 8 };

/* There is room: difference() has counted. */
static struct change *add(struct list *changes, enum verb verb, enum what what, struct tap *tap) {
	struct change *change = (struct change *)changes->at + changes->count++;

	*change = (struct change){ .verb = verb, .what = what, .tap = tap };
	return change;
}

/* The wanted subtap that an interface is, or null. */
static struct tap *wanted(const struct request *request, const struct link *link) {
	return link == NULL ? NULL : request->numbered[link->number];
}

static void compare_addresses(const struct request *request, const struct state *state, struct list *changes) {
	const struct address *addresses = state->addresses.at;

	for (size_t i = 0; i < state->addresses.count; i++) {
		const struct address *address = &addresses[i];
		struct tap *tap = wanted(request, link_of(state, address->index));
		if (tap == NULL)
			continue;
		if (!tap->cleared && !address->peer && address->at.length == tap->network.length &&
		    same_address(&address->at.base, &tap->addr))
			tap->has_addr = true;
		else
			add(changes, REMOVED, ADDR, tap)->route.to = address->at;
	}
}

/* The kernel removes a route of a nexthop object for one that is like it, whatever interface it leaves by. */
static bool may_hit_another(const struct state *state, const struct route *route) {
	const struct route *routes = state->routes.at;

	for (size_t i = 0; i < state->routes.count; i++)
		if (routes[i].nexthop != 0 && routes[i].metric == route->metric && same_prefix(&routes[i].to, &route->to))
			return true;
	return false;
}

static bool is_left_alone(const struct route *route) {
	static const struct prefix local = { { { { 0xfe, 0x80 } } }, 10 }, multicast = { { { { 0xff } } }, 8 };

	return route->type != RTN_UNICAST || route->protocol == RTPROT_KERNEL || covers(&local, &route->to) ||
	       covers(&multicast, &route->to);
}

static bool compare_routes(const struct request *request, const struct state *state, struct list *changes,
			   struct failure *why) {
	const struct route *routes = state->routes.at;
	char text[INET6_ADDRSTRLEN + 4];

	for (size_t i = 0; i < state->routes.count; i++) {
		const struct route *route = &routes[i];
		struct tap *tap = wanted(request, link_of(state, route->index));
		bool single = route->to.length == 128 && !route->via, plain;
		if (tap == NULL || is_left_alone(route))
			continue;
		plain = !tap->cleared && route->from.length == 0;
		if (plain && single && same_address(&route->to.base, &tap->gateway))
			tap->has_gateway = true;
		else if (plain && route->via && same_address(&route->gateway, &tap->gateway) &&
			 same_prefix(&route->to, &tap->network))
			tap->has_network = true;
		else if (may_hit_another(state, route))
			return fail(why, FAILED, "%s: the route to %s has a nexthop object; the administrator removes it with `ip -6 route del`",
				    tap->name, show_prefix(&route->to, text));
		else
			add(changes, REMOVED, single ? ROUTE_GATEWAY : ROUTE_NETWORK, tap)->route = *route;
	}
	return true;
}

/* A TAP that is not there is compared as the kernel makes one; its owner and its sysctls belong to making it. */
static void compare_link(struct tap *tap, const struct state *state, struct list *changes) {
	static const struct link fresh = { .mtu = ETH_DATA_LEN, .quiet = true };
	const struct link *link = state->numbered[tap->number];
	bool stays_up;

	if (link == NULL) {
		add(changes, CREATED, LINK, tap);
		link = &fresh;
	}
	/* Where its sysctls are not right, or not there (with an MTU below 1280), it goes down until they are: what a
	 * Radio Unit gave the host by it goes then, too. */
	stays_up = link->up && link->quiet && !tap->down;
	if (link->up && !stays_up)
		add(changes, CHANGED, DOWN, tap);
	if (link->mtu != state->slaptap->mtu)
		add(changes, CHANGED, MTU, tap)->value = state->slaptap->mtu;
	if (link->group != 0)
		add(changes, CHANGED, GROUP, tap);
	if (!link->quiet)
		add(changes, CHANGED, SYSCTL, tap);
	if (!stays_up && !tap->down)
		add(changes, CHANGED, UP, tap);
}

static void add_missing(struct tap *tap, struct list *changes) {
	if (!tap->has_addr)
		add(changes, CREATED, ADDR, tap)->route.to = (struct prefix){ tap->addr, tap->network.length };
	if (!tap->has_gateway)
		add(changes, CREATED, ROUTE_GATEWAY, tap)->route.to = (struct prefix){ tap->gateway, 128 };
	if (!tap->has_network)
		add(changes, CREATED, ROUTE_NETWORK, tap)->route =
			(struct route){ .to = tap->network, .via = true, .gateway = tap->gateway };
}

/* Makes room for the largest number of changes. */
bool make_changes(struct list *changes, const struct request *request, size_t addresses, size_t routes) {
	size_t room = TAPS_MAX + addresses + routes + request->count * CHANGES_A_TAP;

	changes->count = 0;
	return room <= changes->room || grow(changes, room, sizeof(struct change));
}

/* What is there of a subtap. One that goes down keeps neither address nor route. */
static void find_tap(struct tap *tap, const struct link *link) {
	tap->index = link == NULL ? 0 : link->index;
	tap->cleared = tap->down || (link != NULL && link->up && !link->quiet);
	tap->has_addr = tap->has_gateway = tap->has_network = false;
}

/* The caller frees the list of changes, also where this fails. */
bool difference(struct request *request, const struct state *state, struct list *changes, struct failure *why) {
	if (!make_changes(changes, request, state->addresses.count, state->routes.count))
		return fail(why, FAILED, "memory is short");
	for (unsigned n = 1; n <= TAPS_MAX; n++) {
		const struct link *link = state->numbered[n];
		struct tap *tap = request->numbered[n] == NULL ? &request->others[n] : request->numbered[n];
		if (link != NULL || request->numbered[n] != NULL)
			find_tap(tap, link);
		if (request->numbered[n] != NULL || !is_subtap_of(link, request->user))
			continue;
		memcpy(tap->name, link->name, sizeof tap->name);
		add(changes, REMOVED, LINK, tap);
	}
	compare_addresses(request, state, changes);
	if (!compare_routes(request, state, changes, why)) {
		changes->count = 0;
		return false;
	}
	for (size_t i = 0; i < request->count; i++) {
		struct tap *tap = &request->taps[i];
		if (tap->index != 0 || !request->waits)
			compare_link(tap, state, changes);
		if (!tap->down)
			add_missing(tap, changes);
	}
	return true;
}
