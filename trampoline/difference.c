/* What must change between what is wanted and what the kernel has, in the order in which it is done. Pure. */
#include <linux/if_ether.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "netcapdo.h"

/* Adds a change; it is its caller's to fill in more. Null where memory ends. */
static struct change *add(struct changes *changes, enum verb verb, enum what what, struct tap *tap,
			  const struct link *link)
{
	void *grown = grow(changes->list, &changes->room, changes->count, sizeof changes->list[0]);
	struct change *change;

	if (grown == NULL)
		return NULL;
	changes->list = grown;
	change = &changes->list[changes->count++];
	*change = (struct change){ .verb = verb, .what = what, .tap = tap, .index = link == NULL ? 0 : link->index };
	memcpy(change->name, tap == NULL ? link->name : tap->name, sizeof change->name);
	return change;
}

static bool remove_unwanted(const struct request *request, const struct state *state, uid_t user,
			    struct changes *changes)
{
	for (unsigned n = 1; n <= TAPS_MAX; n++)
		if (request->numbered[n] == NULL && is_subtap_of(state->numbered[n], user) &&
		    add(changes, REMOVED, LINK, NULL, state->numbered[n]) == NULL)
			return false;
	return true;
}

/* The wanted subtap that an interface is, or null. */
static struct tap *wanted_tap(const struct request *request, const struct state *state, int index,
			      const struct link **link)
{
	*link = link_of(state, index);
	return *link == NULL ? NULL : request->numbered[(*link)->number];
}

static bool compare_addresses(const struct request *request, const struct state *state, struct changes *changes)
{
	const struct link *link;

	for (size_t i = 0; i < state->addresses_count; i++) {
		const struct address *address = &state->addresses[i];
		struct tap *tap = wanted_tap(request, state, address->index, &link);
		struct change *change;
		if (tap == NULL)
			continue;
		if (!tap->down && !address->peer && address->at.length == tap->network.length &&
		    same_address(&address->at.base, &tap->addr)) {
			tap->has_addr = true;
			continue;
		}
		change = add(changes, REMOVED, ADDR, tap, link);
		if (change == NULL)
			return false;
		change->route.to = address->at;
	}
	return true;
}

/* A route of a nexthop object may be another interface's too, and the kernel would take it for a like one. */
static bool shares_nexthop(const struct state *state, const struct route *route)
{
	for (size_t i = 0; i < state->routes_count; i++)
		if (state->routes[i].nexthop != 0 && state->routes[i].metric == route->metric &&
		    prefix_same(&state->routes[i].to, &route->to))
			return true;
	return false;
}

static bool is_left_alone(const struct route *route)
{
	static const struct prefix local = { { { { 0xfe, 0x80 } } }, 10 }, multicast = { { { { 0xff } } }, 8 };

	return route->type != RTN_UNICAST || route->protocol == RTPROT_KERNEL || prefix_covers(&local, &route->to) ||
	       prefix_covers(&multicast, &route->to);
}

static int compare_routes(const struct request *request, const struct state *state, struct changes *changes,
			  struct failure *failure)
{
	char text[INET6_ADDRSTRLEN + 4];
	const struct link *link;

	for (size_t i = 0; i < state->routes_count; i++) {
		const struct route *route = &state->routes[i];
		struct tap *tap = wanted_tap(request, state, route->index, &link);
		struct change *change;
		if (tap == NULL || is_left_alone(route))
			continue;
		bool single = route->to.length == 128 && !route->via;
		bool plain = !tap->down && route->from.length == 0;
		bool to_gateway = plain && single && same_address(&route->to.base, &tap->gateway);
		bool to_network = plain && route->via && same_address(&route->gateway, &tap->gateway) &&
				  prefix_same(&route->to, &tap->network);
		tap->has_gateway |= to_gateway;
		tap->has_network |= to_network;
		if (to_gateway || to_network)
			continue;
		if (shares_nexthop(state, route))
			return fail(failure, FAILED, "%s: the route to %s has a nexthop object; the administrator removes it with `ip -6 route del`",
				    tap->name, show_prefix(&route->to, text));
		change = add(changes, REMOVED, single ? ROUTE_GATEWAY : ROUTE_NETWORK, tap, link);
		if (change == NULL)
			return fail(failure, FAILED, "memory is short");
		change->route = *route;
	}
	return 0;
}

/* A TAP that is not there is compared as the kernel makes one: its sysctls belong to making it. */
static bool compare_link(struct tap *tap, const struct state *state, struct changes *changes)
{
	static const struct link fresh = { .mtu = ETH_DATA_LEN, .ipv6 = true, .quiet = true };
	const struct link *link = state->numbered[tap->number];
	struct change *change;
	bool good = true, up, restart;

	if (link == NULL) {
		good = add(changes, CREATED, LINK, tap, NULL) != NULL;
		link = &fresh;
	}
	/* With an MTU below 1280 there is no IPv6, and no sysctl; they must be right before it is up with one. */
	restart = link->up && !link->ipv6;
	up = link->up && !tap->down && !restart;
	if (link->up && !up)
		good = good && add(changes, CHANGED, DOWN, tap, link) != NULL;
	if (link->mtu != state->slaptap->mtu) {
		change = good ? add(changes, CHANGED, MTU, tap, link) : NULL;
		good = change != NULL;
		if (good)
			change->value = state->slaptap->mtu;
	}
	if (link->group != 0)
		good = good && add(changes, CHANGED, GROUP, tap, link) != NULL;
	if (!link->quiet)
		good = good && add(changes, CHANGED, SYSCTL, tap, link) != NULL;
	if (!up && !tap->down)
		good = good && add(changes, CHANGED, UP, tap, link) != NULL;
	return good;
}

static bool add_missing(struct tap *tap, struct changes *changes)
{
	struct change *change;

	if (!tap->down && !tap->has_addr) {
		change = add(changes, CREATED, ADDR, tap, NULL);
		if (change == NULL)
			return false;
		change->route.to = (struct prefix){ tap->addr, tap->network.length };
	}
	if (!tap->down && !tap->has_gateway) {
		change = add(changes, CREATED, ROUTE_GATEWAY, tap, NULL);
		if (change == NULL)
			return false;
		change->route.to = (struct prefix){ tap->gateway, 128 };
	}
	if (!tap->down && !tap->has_network) {
		change = add(changes, CREATED, ROUTE_NETWORK, tap, NULL);
		if (change == NULL)
			return false;
		change->route.to = tap->network;
		change->route.via = true;
		change->route.gateway = tap->gateway;
	}
	return true;
}

int difference(struct request *request, const struct state *state, uid_t user, struct changes *changes,
	       struct failure *failure)
{
	bool good;
	int code;

	for (size_t i = 0; i < request->count; i++) {
		struct tap *tap = &request->taps[i];
		tap->index = state->numbered[tap->number] == NULL ? 0 : state->numbered[tap->number]->index;
		tap->has_addr = tap->has_gateway = tap->has_network = false;
	}
	changes->count = 0;
	good = remove_unwanted(request, state, user, changes) && compare_addresses(request, state, changes);
	code = good ? compare_routes(request, state, changes, failure) : 0;
	for (size_t i = 0; good && code == 0 && i < request->count; i++)
		good = compare_link(&request->taps[i], state, changes) && add_missing(&request->taps[i], changes);
	return good ? code : fail(failure, FAILED, "memory is short");
}
