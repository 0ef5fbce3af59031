/* What must change between what is wanted and what the kernel has. Pure. */
#include <linux/if_ether.h>
#include "netcapdo.h"

enum { CHANGES_A_TAP = 8, ROUTE_METRIC = 1024 };

/* There is room: difference() has counted. */
static struct change *add(struct list *changes, enum verb verb, enum what what, struct tap *tap) {
	struct change *change = &changes->change[changes->count++];

	*change = (struct change){ .verb = verb, .what = what, .tap = tap };
	return change;
}

/* A subtap's address, or one of its two routes. */
static struct route wanted_route(const struct tap *tap, enum what what) {
	struct route route = { .address = what == ADDR, .via = what == ROUTE_NETWORK, .to = tap->network, .gateway = tap->gateway,
			       .protocol = RTPROT_STATIC, .metric = ROUTE_METRIC };

	if (what == ADDR)
		route.to.base = tap->addr;
	if (what == ROUTE_GATEWAY)
		route.to = (struct prefix){ tap->gateway, 128 };
	return route;
}

static bool is_wanted(const struct tap *tap, enum what what, const struct route *route) {
	struct route wanted = wanted_route(tap, what);

	return !tap->cleared && same_prefix(&route->to, &wanted.to) && route->from.length == 0 && route->via == wanted.via &&
	       (!route->via || IN6_ARE_ADDR_EQUAL(&route->gateway, &wanted.gateway));
}

/* The kernel removes a route of a nexthop object for one that is like it, whatever interface it leaves by. */
static bool may_hit_another(const struct state *state, const struct route *route) {
	bool hit = false;

	for (size_t i = 0; i < state->routes.count && !route->address; i++) {
		const struct route *other = &state->routes.route[i];
		hit |= other->nexthop != 0 && other->metric == route->metric && same_prefix(&other->to, &route->to);
	}
	return hit;
}

static bool is_left_alone(const struct route *route) {
	static const struct prefix local = { { { { 0xfe, 0x80 } } }, 10 }, multicast = { { { { 0xff } } }, 8 };

	return !route->address && (route->type != RTN_UNICAST || route->protocol == RTPROT_KERNEL || covers(&local, &route->to) ||
				   covers(&multicast, &route->to));
}

/* It is down, or must go down until its sysctls are right: then it has no addresses and routes. */
static bool is_cleared(const struct tap *tap, const struct link *link) {
	return tap->down || (link != NULL && link->up && !link->quiet);
}

/* An address with a peer has a route to that, whatever else is so of it. */
static bool is_to_peer(const struct route *address, const struct prefix *to) {
	struct prefix peer = { address->gateway, 128 };

	return address->address && address->via && same_prefix(&peer, to);
}

/* The kernel's route to a peer goes with its address, that of an address with the last address that has this prefix. Sure
 * is that where there is no other route like it, and of the latter where no address keeps it (net/ipv6/addrconf.c,
 * __ipv6_ifa_notify(), check_cleanup_prefix_route()). */
static bool goes_with_address(const struct state *state, const struct route *route) {
	bool goes = false, kept = false, to_peer = false;

	for (size_t i = 0; i < state->routes.count; i++) {
		const struct route *other = &state->routes.route[i];
		if (other->index != route->index || other == route)
			continue;
		bool alike = other->to.length == route->to.length && covers(&route->to, &other->to);
		if (alike && !other->address)
			return false;
		goes |= alike;
		kept |= alike && (other->expires || other->bare);
		to_peer |= is_to_peer(other, &route->to);
	}
	return to_peer || (goes && !kept);
}

/* Do these changes take away a route by a subtap of the caller's, into a network that is not that subtap's? */
bool goes_away(const struct request *request, const struct state *state, const struct route *route) {
	const struct link *link = link_of(state, route->index);
	const struct tap *tap = request->numbered[link->number];

	return tap == NULL || is_cleared(tap, link) || !is_left_alone(route) ||
	       (route->type == RTN_UNICAST && goes_with_address(state, route));
}

static bool compare_routes(const struct request *request, const struct state *state, struct list *changes, struct failure *why) {
	char text[INET6_ADDRSTRLEN + 4];

	for (size_t i = 0; i < state->routes.count; i++) {
		const struct route *route = &state->routes.route[i];
		const struct link *link = link_of(state, route->index);
		struct tap *tap = link == NULL ? NULL : request->numbered[link->number];
		bool single = route->to.length == 128 && !route->via;
		enum what what = route->address ? ADDR : single ? ROUTE_GATEWAY : ROUTE_NETWORK;
		if (tap == NULL || is_left_alone(route))
			continue;
		if (is_wanted(tap, what, route))
			tap->has |= 1U << what;
		else if (may_hit_another(state, route))
			return fail(why, FAILED, "%s: the route to %s has a nexthop object; the administrator removes it with `ip -6 route del`",
				    tap->name, show_prefix(&route->to, text));
		else
			add(changes, REMOVED, what, tap)->route = *route;
	}
	return true;
}

/* A TAP that is not there is compared as the kernel makes one; its owner and its sysctls belong to making it. */
static void compare_tap(struct tap *tap, const struct state *state, struct list *changes) {
	static const struct link fresh = { .mtu = ETH_DATA_LEN, .quiet = true };
	const struct link *link = state->numbered[tap->number] == NULL ? &fresh : state->numbered[tap->number];
	/* Where its sysctls are not right, or not there (with an MTU below 1280), it goes down until they are: what a
	 * Radio Unit gave the host by it goes then, too. */
	bool stays_up = link->up && !tap->cleared;

	if (link == &fresh)
		add(changes, CREATED, LINK, tap);
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
	for (enum what what = ADDR; what <= ROUTE_NETWORK && !tap->down; what++)
		if ((tap->has & 1U << what) == 0)
			add(changes, CREATED, what, tap)->route = wanted_route(tap, what);
}

/* The caller frees the list of changes, also where this fails. */
bool difference(struct request *request, const struct state *state, struct list *changes, struct failure *why) {
	size_t room = TAPS_MAX + state->routes.count + request->count * CHANGES_A_TAP;

	changes->count = request->missing = 0;
	if (room > changes->room && !grow(changes, room, sizeof(struct change)))
		return fail(why, FAILED, "memory is short");
	for (unsigned n = 1; n <= TAPS_MAX; n++) {
		const struct link *link = state->numbered[n];
		struct tap *wanted = request->numbered[n], *tap = wanted == NULL ? &request->others[n] : wanted;
		if (wanted == NULL && !is_subtap_of(link, request->user))
			continue;
		tap->index = link == NULL ? 0 : link->index;
		tap->cleared = is_cleared(tap, link);
		tap->has = 0;
		request->missing += link == NULL;
		if (wanted == NULL)
			strcpy(add(changes, REMOVED, LINK, tap)->tap->name, link->name);
	}
	bool good = compare_routes(request, state, changes, why);
	for (size_t i = 0; good && i < request->count; i++)
		if (request->taps[i].index != 0 || !request->waits)
			compare_tap(&request->taps[i], state, changes);
	changes->count = good ? changes->count : 0;
	return good;
}
