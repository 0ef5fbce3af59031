/* May the caller have this? Names, owners and networks against what the kernel has. Pure. */
#include "netcapdo.h"

/* Null for a persistent TAP of this user alone; else why a link is not the user's to change. */
const char *why_not_subtap(const struct link *link, uid_t user) {
	return link->altname	  ? "is another name of an interface" :
	       !link->tap	  ? "is not a TAP" :
	       !link->owned	  ? "has no owner" :
	       link->owner != user ? "has another owner" :
	       link->shared	  ? "is open to a group" :
	       !link->ether	  ? "has a link type other than Ethernet" :
	       !link->persistent  ? "is not persistent" :
				    NULL;
}

bool is_subtap_of(const struct link *link, uid_t user) {
	return link != NULL && link->number != 0 && why_not_subtap(link, user) == NULL;
}

/* The slaptap must be the caller's TAP; where no subtap is wanted it may be gone. */
bool judge_slaptap(const struct request *request, const struct state *state, struct failure *why) {
	const struct link *slaptap = state->slaptap;

	if (slaptap == NULL)
		return request->count == 0 || fail(why, FAILED, "%s: no such interface", request->slaptap);
	if (!slaptap->tap || !slaptap->ether)
		return fail(why, FAILED, "%s is not %s", request->slaptap, slaptap->tap ? "an Ethernet TAP" : "a TAP");
	if (!slaptap->owned)
		return fail(why, DENIED, "%s has no owner", request->slaptap);
	if (slaptap->shared)
		return fail(why, DENIED, "%s is open to a group, not to its owner alone", request->slaptap);
	return slaptap->owner == request->user ||
	       fail(why, DENIED, "%s belongs to user %u, not to you, user %u", request->slaptap, slaptap->owner,
		    request->user);
}

/* As many subtaps as there are already, or fewer, are always allowed. */
static bool judge_count(const struct request *request, const struct state *state, struct failure *why) {
	size_t there = 0;

	for (unsigned n = 1; n <= TAPS_MAX; n++)
		there += is_subtap_of(state->numbered[n], request->user);
	return request->count <= request->allowed || request->count <= there ||
	       fail(why, DENIED, "%s allows user %u no more than %zu subtaps", LIMITS, request->user, request->allowed);
}

static bool judge_names(const struct request *request, const struct state *state, struct failure *why) {
	for (size_t i = 0; i < request->count; i++) {
		const struct link *link = state->numbered[request->taps[i].number];
		const char *reason = link == NULL ? NULL : why_not_subtap(link, request->user);
		if (reason == NULL)
			continue;
		if (link->altname)
			return fail(why, FAILED, "%s %s; the administrator removes it with `ip link property del dev %s altname %s`",
				    link->name, reason, link_of(state, link->index)->name, link->name);
		return fail(why, FAILED, "%s %s; the administrator removes it with `ip link del dev %s`", link->name, reason,
			    link->name);
	}
	return true;
}

/* Only what the node's administrator put there counts: with a Router Advertisement into its own TAP the slaptap's
 * user makes routes of the protocols kernel, ra and redirect. */
static bool is_range(const struct route *route, const struct state *state) {
	static const struct prefix global = { { { { 0x20 } } }, 3 }, unique_local = { { { { 0xfc } } }, 7 };

	return route->index == state->slaptap->index && route->type == RTN_UNICAST && !route->multipath &&
	       (route->protocol == RTPROT_BOOT || route->protocol == RTPROT_STATIC) && !route->expires &&
	       route->from.length == 0 && route->to.length < 128 &&
	       (covers(&global, &route->to) || covers(&unique_local, &route->to));
}

/* The longest range that covers a network; counts all ranges. */
static const struct prefix *range_of(const struct prefix *network, const struct state *state, size_t *ranges) {
	const struct route *routes = state->routes.at;
	const struct prefix *range = NULL;

	*ranges = 0;
	for (size_t i = 0; i < state->routes.count; i++) {
		const struct route *route = &routes[i];
		if (!is_range(route, state))
			continue;
		*ranges += 1;
		if (covers(&route->to, network) && (range == NULL || route->to.length > range->length))
			range = &route->to;
	}
	return range;
}

static int to_tap(const void *address, const void *tap) {
	const struct prefix *network = &((const struct tap *)tap)->network;

	return has_address(network, address) ? 0 : memcmp(address, &network->base, sizeof network->base);
}

/* A subtap whose network a route equals, lies in or covers. */
static const struct tap *tap_of(const struct request *request, const struct prefix *to) {
	if (to->length >= request->taps[0].network.length)
		return bsearch(&to->base, request->taps, request->count, sizeof request->taps[0], to_tap);
	for (size_t i = 0; i < request->count; i++)
		if (covers(to, &request->taps[i].network))
			return &request->taps[i];
	return NULL;
}

static bool is_tap_of(const struct link *link, uid_t user, bool own) {
	return link != NULL && link->tap && link->owned && (link->owner == user) == own;
}

/* What another user's Router Advertisement may have made does not make the request bad. */
static bool refuse(const struct request *request, const struct tap *tap, const char *what, const struct prefix *at,
		   const struct link *link, bool by_advertisement, struct failure *why) {
	char text[INET6_ADDRSTRLEN + 4];

	show_prefix(at, text);
	if (by_advertisement && is_tap_of(link, request->user, false))
		return fail(why, FAILED, "%s: the %s %s leaves by %s: user %u, whose TAP that is, advertised it", tap->name, what,
			    text, link->name, link->owner);
	return fail(why, BAD, "%s: the %s %s leaves by %s", tap->name, what, text, link == NULL ? "no interface" : link->name);
}

/* No route but the subtap's own may lead into a wanted network, and none but the slaptap's may lie between it and the
 * range. Before the changes, those by the caller's subtaps do not count: what is wrong with them will be mended. */
static bool judge_routes(const struct request *request, const struct state *state, const struct prefix *range,
			 bool after, struct failure *why) {
	const struct route *routes = state->routes.at;

	for (size_t i = 0; i < state->routes.count; i++) {
		const struct route *route = &routes[i];
		const struct link *link = link_of(state, route->index);
		bool inside = route->to.length >= request->taps[0].network.length;
		if (!covers(range, &route->to) || (!inside && link == state->slaptap) || (!after && is_subtap_of(link, request->user)))
			continue;
		const struct tap *tap = tap_of(request, &route->to);
		if (tap != NULL && (!inside || link == NULL || link != state->numbered[tap->number]))
			return refuse(request, tap, "route to", &route->to, link,
				      route->protocol == RTPROT_RA || (route->protocol == RTPROT_KERNEL && route->expires), why);
	}
	return true;
}

/* No address of others may lie in a wanted network; the slaptap's own lies there, where it is the last of the range. */
static bool judge_addresses(const struct request *request, const struct state *state, struct failure *why) {
	const struct address *addresses = state->addresses.at;

	for (size_t i = 0; i < state->addresses.count; i++) {
		const struct link *link = link_of(state, addresses[i].index);
		const struct prefix at = { addresses[i].at.base, 128 };
		const struct tap *tap = is_tap_of(link, request->user, true) ? NULL : tap_of(request, &at);
		if (tap != NULL)
			return refuse(request, tap, "local route to", &at, link, addresses[i].passing, why);
	}
	return true;
}

static bool judge_networks(struct request *request, const struct state *state, bool after, struct failure *why) {
	char text[INET6_ADDRSTRLEN + 4], other[INET6_ADDRSTRLEN + 4];
	const struct prefix *range = NULL;
	size_t ranges = 0;

	for (size_t i = 0; i < request->count; i++) {
		const struct tap *tap = &request->taps[i];
		/* Mostly there is one, and it need not be looked for each time. */
		const struct prefix *found = ranges == 1 && covers(range, &tap->network) ? range :
											   range_of(&tap->network, state, &ranges);
		/* A subtap that shall be down gets neither address nor route; it may even be in the way of the range. */
		if (ranges == 0 && tap->down)
			continue;
		if (ranges == 0)
			return fail(why, FAILED, NO_RANGE, request->slaptap);
		show_prefix(&tap->network, text);
		if (found == NULL)
			return fail(why, BAD, "%s: %s lies in no range of %s", tap->name, text, request->slaptap);
		if (range != NULL && !same_prefix(range, found))
			return fail(why, BAD, "%s: %s lies in the range %s, others in another", tap->name, text,
				    show_prefix(found, other));
		if (same_address(&found->base, &tap->network.base))
			return fail(why, BAD, "%s: %s is the first of its range, which %s keeps", tap->name, text, request->slaptap);
		range = found;
	}
	request->waits = range == NULL;
	return range == NULL || (judge_routes(request, state, range, after, why) && judge_addresses(request, state, why));
}

/* Every rule on what the kernel has, before the changes or after them. */
bool judge(struct request *request, const struct state *state, bool after, struct failure *why) {
	return judge_slaptap(request, state, why) && judge_names(request, state, why) &&
	       judge_count(request, state, why) && judge_networks(request, state, after, why);
}
