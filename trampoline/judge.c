/* May the caller have this? Names, owners and networks against what the kernel has. Pure. */
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netcapdo.h"

/* Null for a persistent TAP of the caller's alone; else why a link is not the caller's to change. */
const char *why_not_subtap(const struct link *link, uid_t user)
{
	if (strcmp(link->name, link->device) != 0)
		return "is another name of an interface";
	if (!link->tap)
		return "is no TAP";
	if (!link->owned)
		return "has no owner";
	if (link->owner != user)
		return "has another owner";
	if (link->tun_group)
		return "is open to a group";
	return link->persistent ? NULL : "is not persistent";
}

bool is_subtap_of(const struct link *link, uid_t user)
{
	return link != NULL && link->number != 0 && why_not_subtap(link, user) == NULL;
}

static bool exists(const struct state *state, const char *name)
{
	for (size_t i = 0; i < state->links_count; i++)
		if (strcmp(state->links[i].name, name) == 0)
			return true;
	for (size_t i = 0; i < state->aliases_count; i++)
		if (strcmp(state->aliases[i].name, name) == 0)
			return true;
	return false;
}

/* The slaptap must be the caller's TAP. Where no subtap is wanted it may be gone. */
int judge_slaptap(const struct request *request, const struct state *state, uid_t user, struct failure *failure)
{
	const struct link *slaptap = state->slaptap;

	if (slaptap == NULL)
		return request->count == 0 ? 0 : fail(failure, FAILED, "%s: no such interface", request->slaptap);
	if (!slaptap->tap)
		return fail(failure, FAILED, "%s is not a TAP", request->slaptap);
	if (!slaptap->owned)
		return fail(failure, DENIED, "%s has no owner", request->slaptap);
	if (slaptap->owner != user)
		return fail(failure, DENIED, "%s belongs to user %u, you are user %u", request->slaptap, slaptap->owner, user);
	return 0;
}

static int judge_names(const struct request *request, const struct state *state, uid_t user, struct failure *failure)
{
	char parent[IFNAMSIZ];

	if (subtap_parent(request->slaptap, parent) && exists(state, parent))
		return fail(failure, BAD, "%s has the name of a subtap of %s", request->slaptap, parent);
	for (size_t i = 0; i < request->count; i++) {
		const struct link *link = state->numbered[request->taps[i].number];
		const char *why = link == NULL ? NULL : why_not_subtap(link, user);
		if (why == NULL)
			continue;
		if (strcmp(link->name, link->device) != 0)
			return fail(failure, FAILED, "%s %s; the administrator removes it with `ip link property del dev %s altname %s`",
				    link->name, why, link->device, link->name);
		return fail(failure, FAILED, "%s %s; the administrator removes it with `ip link del dev %s`", link->name, why,
			    link->name);
	}
	return 0;
}

static bool is_range(const struct route *route, const struct state *state)
{
	static const struct prefix global = { { { { 0x20 } } }, 3 }, local = { { { { 0xfc } } }, 7 };

	return route->index == state->slaptap->index && route->type == RTN_UNICAST && !route->multipath &&
	       (route->protocol == RTPROT_BOOT || route->protocol == RTPROT_STATIC) && !route->expires &&
	       route->from.length == 0 && route->to.length < 128 &&
	       (prefix_covers(&global, &route->to) || prefix_covers(&local, &route->to));
}

/* The longest range that covers a network. */
static const struct prefix *range_of(const struct prefix *network, const struct state *state, bool *any)
{
	const struct prefix *range = NULL;

	for (size_t i = 0; i < state->routes_count; i++) {
		const struct route *route = &state->routes[i];
		if (!is_range(route, state))
			continue;
		*any = true;
		if (prefix_covers(&route->to, network) && (range == NULL || route->to.length > range->length))
			range = &route->to;
	}
	return range;
}

static int to_network(const void *key, const void *element)
{
	const struct tap *tap = element;

	if (prefix_has(&tap->network, key))
		return 0;
	return memcmp(key, &tap->network.base, sizeof tap->network.base);
}

/* The subtap whose network a route equals or lies in, or which lies in the route. */
static const struct tap *tap_under(const struct request *request, const struct route *route)
{
	for (size_t i = 0; route->to.length < request->taps[0].network.length && i < request->count; i++)
		if (prefix_covers(&route->to, &request->taps[i].network))
			return &request->taps[i];
	if (route->to.length < request->taps[0].network.length)
		return NULL;
	return bsearch(&route->to.base, request->taps, request->count, sizeof request->taps[0], to_network);
}

/* No route but the subtap's own may lead into a wanted network, and none but the slaptap's may come between it and
 * the range. Before the changes, routes by the caller's subtaps do not count: what is wrong with them is mended. */
static int judge_routes(const struct request *request, const struct state *state, const struct prefix *range,
			uid_t user, bool after, struct failure *failure)
{
	char text[INET6_ADDRSTRLEN + 4];

	for (size_t i = 0; i < state->routes_count; i++) {
		const struct route *route = &state->routes[i];
		const struct link *link = link_of(state, route->index);
		const struct tap *tap;
		bool inside = route->to.length >= request->taps[0].network.length;
		if (!prefix_covers(range, &route->to) || (!inside && route->index == state->slaptap->index))
			continue;
		if (!after && is_subtap_of(link, user))
			continue;
		tap = tap_under(request, route);
		if (tap == NULL || (inside && link != NULL && link == state->numbered[tap->number]))
			continue;
		return fail(failure, after ? FAILED : BAD, "%s: the route to %s leaves by %s", tap->name,
			    show_prefix(&route->to, text), link == NULL ? "another way" : link->name);
	}
	return 0;
}

static int judge_networks(const struct request *request, const struct state *state, uid_t user, bool after,
			  struct failure *failure)
{
	const struct prefix *range = NULL;
	char text[INET6_ADDRSTRLEN + 4], other[INET6_ADDRSTRLEN + 4];
	bool any = false;

	for (size_t i = 0; i < request->count; i++) {
		const struct tap *tap = &request->taps[i];
		const struct prefix *found = range_of(&tap->network, state, &any);
		if (!any)
			return fail(failure, FAILED, "%s has no IPv6 range; run `slapos node format --now`", request->slaptap);
		if (found == NULL)
			return fail(failure, BAD, "%s: network %s lies outside of the range of %s", tap->name,
				    show_prefix(&tap->network, text), request->slaptap);
		if (range != NULL && !prefix_same(range, found))
			return fail(failure, BAD, "%s: network %s lies in the range %s, others do not", tap->name,
				    show_prefix(&tap->network, text), show_prefix(found, other));
		if (same_address(&found->base, &tap->network.base))
			return fail(failure, BAD, "%s: network %s is the first of the range, which %s keeps", tap->name,
				    show_prefix(&tap->network, text), request->slaptap);
		range = found;
	}
	return range == NULL ? 0 : judge_routes(request, state, range, user, after, failure);
}

/* All rules on what the kernel has, before the changes or after them. */
int judge(const struct request *request, const struct state *state, uid_t user, bool after, struct failure *failure)
{
	int code = judge_slaptap(request, state, user, failure);

	if (code == 0)
		code = judge_names(request, state, user, failure);
	return code != 0 ? code : judge_networks(request, state, user, after, failure);
}
