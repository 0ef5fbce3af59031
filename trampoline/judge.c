/* May the caller have this? Names, owners and networks against what the kernel has. Pure. */
#include "netcapdo.h"

/* Null for an Ethernet TAP of this user alone; else why a link is not the user's. */
static const char *why_not_own(const struct link *link, uid_t user) {
	return !link->tap	   ? "is not a TAP" :
	       !link->ether	   ? "is not an Ethernet TAP" :
	       !link->owned	   ? "has no owner" :
	       link->owner != user ? "has another owner" :
	       link->shared	   ? "is open to a group" :
				     NULL;
}

/* Null for a persistent one; else why a link is not the user's to change. */
const char *why_not_subtap(const struct link *link, uid_t user) {
	const char *reason = link->altname ? "is another name of an interface" : why_not_own(link, user);

	return reason == NULL && !link->persistent ? "is not persistent" : reason;
}

bool is_subtap_of(const struct link *link, uid_t user) {
	return link != NULL && link->number != 0 && why_not_subtap(link, user) == NULL;
}

/* The slaptap must be the caller's TAP; where no subtap is wanted it may be gone. */
bool judge_slaptap(const struct request *request, const struct state *state, struct failure *why) {
	const struct link *slaptap = state->slaptap;
	const char *reason = slaptap == NULL ? "is not there" : why_not_own(slaptap, request->user);

	return reason == NULL || (slaptap == NULL && request->count == 0) ||
	       fail(why, slaptap != NULL && slaptap->tap && slaptap->ether ? DENIED : FAILED, "%s %s", request->slaptap, reason);
}

/* Names are not taken. As many subtaps as there are already, or fewer, are always allowed. */
static bool judge_names(const struct request *request, const struct state *state, struct failure *why) {
	size_t there = 0;

	for (unsigned n = 1; n <= TAPS_MAX; n++) {
		const struct link *link = state->numbered[n];
		there += is_subtap_of(link, request->user);
		if (link == NULL || request->numbered[n] == NULL || is_subtap_of(link, request->user))
			continue;
		return fail(why, FAILED, "%s %s; the administrator removes it with `ip link %sdel dev %s%s%s`", link->name,
			    why_not_subtap(link, request->user), link->altname ? "property " : "", link_of(state, link->index)->name,
			    link->altname ? " altname " : "", link->altname ? link->name : "");
	}
	return request->count <= request->allowed || request->count <= there ||
	       fail(why, DENIED, "%s allows user %u no more than %zu subtaps", LIMITS, request->user, request->allowed);
}

static bool is_tap_of(const struct link *link, uid_t user) {
	return link != NULL && link->tap && link->owned && link->owner == user;
}

/* Only what the node's administrator put there counts: with a Router Advertisement into its own TAP the slaptap's
 * user makes routes of the protocols kernel, ra and redirect. */
static bool is_range(const struct route *route, const struct state *state) {
	static const struct prefix global = { { { { 0x20 } } }, 3 }, unique_local = { { { { 0xfc } } }, 7 };

	return !route->address && route->index == state->slaptap->index && route->type == RTN_UNICAST && !route->multipath &&
	       (route->protocol == RTPROT_BOOT || route->protocol == RTPROT_STATIC) && !route->expires &&
	       route->from.length == 0 && route->to.length < 128 && (covers(&global, &route->to) || covers(&unique_local, &route->to));
}

/* The longest range that covers a network; for none, any range. */
static const struct prefix *range_of(const struct prefix *network, const struct state *state) {
	const struct prefix *range = NULL;

	for (size_t i = 0; i < state->routes.count; i++) {
		const struct route *route = &state->routes.route[i];
		bool longer = range == NULL || route->to.length > range->length;
		if (longer && is_range(route, state) && (network == NULL || covers(&route->to, network)))
			range = &route->to;
	}
	return range;
}

/* Networks are sorted and do not overlap. */
static int by_overlap(const void *to, const void *tap) {
	const struct prefix *route = to, *network = &((const struct tap *)tap)->network;

	return covers(route, network) || covers(network, route) ? 0 : memcmp(&route->base, &network->base, sizeof network->base);
}

/* What another user's Router Advertisement may have made does not make the request bad. */
static bool refuse(const struct request *request, const struct tap *tap, const struct route *route, const struct prefix *to,
		   const struct link *link, struct failure *why) {
	bool advertised = route->protocol == RTPROT_RA || (route->protocol == RTPROT_KERNEL && route->expires);
	const char *what = route->address ? "local route" : "route";
	char text[INET6_ADDRSTRLEN + 4];

	show_prefix(to, text);
	if (advertised && link != NULL && is_tap_of(link, link->owner) && link->owner != request->user)
		return fail(why, FAILED, "%s: the %s to %s leaves by %s: user %u, whose TAP that is, advertised it", tap->name, what,
			    text, link->name, link->owner);
	return fail(why, BAD, "%s: the %s to %s leaves by %s", tap->name, what, text, link == NULL ? "no interface" : link->name);
}

/* No route but the subtap's own may lead into a wanted network, none but the slaptap's may lie between it and the range,
 * and no address of others may lie in it: the slaptap's own does where it is the last of the range. Before the changes,
 * routes by the caller's subtaps do not count where they go with these changes. */
static bool judge_routes(const struct request *request, const struct state *state, const struct prefix *range, bool after,
			 struct failure *why) {
	for (size_t i = 0; i < state->routes.count; i++) {
		const struct route *route = &state->routes.route[i];
		const struct link *link = link_of(state, route->index);
		const struct prefix to = { route->to.base, route->address ? 128 : route->to.length };
		bool inside = to.length >= request->taps[0].network.length;
		bool own = route->address ? is_tap_of(link, request->user) :
					    (!inside && link == state->slaptap) ||
						    (!after && is_subtap_of(link, request->user) && goes_away(request, state, route));
		const struct tap *tap = NULL;
		if (!own && covers(range, &to))
			tap = bsearch(&to, request->taps, request->count, sizeof *tap, by_overlap);
		if (tap != NULL && (!inside || link == NULL || link != state->numbered[tap->number]))
			return refuse(request, tap, route, &to, link, why);
	}
	return true;
}

static bool judge_networks(struct request *request, const struct state *state, bool after, struct failure *why) {
	char text[INET6_ADDRSTRLEN + 4];
	const struct prefix *range = NULL;

	request->waits = request->count > 0 && range_of(NULL, state) == NULL;
	for (size_t i = 0; i < request->count; i++) {
		const struct tap *tap = &request->taps[i];
		const struct prefix *found = range_of(&tap->network, state);
		/* A subtap that shall be down gets neither address nor route; it may even be in the way of the range. */
		if (request->waits && tap->down)
			continue;
		if (request->waits)
			return fail(why, FAILED, NO_RANGE, request->slaptap);
		show_prefix(&tap->network, text);
		if (found == NULL || (range != NULL && !same_prefix(range, found)))
			return fail(why, BAD, "%s: %s lies in no range of %s, or in another than others", tap->name, text, request->slaptap);
		if (IN6_ARE_ADDR_EQUAL(&found->base, &tap->network.base))
			return fail(why, BAD, "%s: %s is the first of its range, which %s keeps", tap->name, text, request->slaptap);
		range = found;
	}
	return range == NULL || judge_routes(request, state, range, after, why);
}

/* Every rule on what the kernel has, before the changes or after them. */
bool judge(struct request *request, const struct state *state, bool after, struct failure *why) {
	return judge_slaptap(request, state, why) && judge_names(request, state, why) && judge_networks(request, state, after, why);
}
