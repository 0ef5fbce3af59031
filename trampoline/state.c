/* What the kernel has: links, IPv6 addresses and routes of table main, from rtnetlink messages into lists. */
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/if_tun.h>
#include <linux/ipv6.h>
#include <net/if_arp.h>
#include "netcapdo.h"

/* Makes room for more items; where memory ends, the list stays as it is. */
bool grow(struct list *list, size_t room, size_t size) {
	void *grown = reallocarray(list->at, room, size);

	if (grown == NULL)
		return false;
	*list = (struct list){ { grown }, list->count, room };
	return true;
}

static bool add(struct list *list, const void *item, size_t size) {
	if (list->count == list->room && !grow(list, list->room * 2 + 64, size))
		return false;
	memcpy((uint8_t *)list->at + size * list->count++, item, size);
	return true;
}

static uint32_t number(struct span value) {
	uint32_t result = 0;

	peek(value, &result, value.left < sizeof result ? value.left : sizeof result);
	return result;
}

static bool take_address(struct span value, struct in6_addr *address) {
	return value.left == sizeof *address && peek(value, address, sizeof *address);
}

/* A name may end with its attribute or with a zero byte. */
static bool take_name(struct span value, char name[IFNAMSIZ]) {
	memset(name, 0, IFNAMSIZ);
	return value.left <= IFNAMSIZ && peek(value, name, value.left) && name[0] != 0 && name[IFNAMSIZ - 1] == 0;
}

static void take_tun(struct span linkinfo, struct link *link) {
	struct span info[IFLA_INFO_MAX + 1], tun[IFLA_TUN_MAX + 1];
	char kind[IFNAMSIZ];

	sort_attributes(linkinfo, 0, info, IFLA_INFO_MAX + 1);
	if (!take_name(info[IFLA_INFO_KIND], kind) || strcmp(kind, "tun") != 0)
		return;
	sort_attributes(info[IFLA_INFO_DATA], 0, tun, IFLA_TUN_MAX + 1);
	link->tap = number(tun[IFLA_TUN_TYPE]) == IFF_TAP;
	link->persistent = number(tun[IFLA_TUN_PERSIST]) != 0;
	link->shared = tun[IFLA_TUN_GROUP].left > 0;
	link->owned = tun[IFLA_TUN_OWNER].left > 0;
	link->owner = number(tun[IFLA_TUN_OWNER]);
}

/* The IPv6 settings of an interface come with the link, an array by DEVCONF_ number. */
static bool is_quiet(struct span families) {
	struct span family[AF_INET6 + 1], inet6[IFLA_INET6_MAX + 1];
	uint32_t conf[DEVCONF_AUTOCONF + 1];

	sort_attributes(families, 0, family, AF_INET6 + 1);
	sort_attributes(family[AF_INET6], 0, inet6, IFLA_INET6_MAX + 1);
	return peek(inet6[IFLA_INET6_CONF], conf, sizeof conf) &&
	       (conf[DEVCONF_ACCEPT_RA] | conf[DEVCONF_ACCEPT_REDIRECTS] | conf[DEVCONF_AUTOCONF]) == 0;
}

static bool add_link(struct state *state, struct link *link, struct span name) {
	if (!take_name(name, link->name))
		return link->altname;
	link->number = subtap_number(state->slaptap_name, link->name);
	return add(&state->links, link, sizeof *link);
}

/* An altname makes a link of its own; one that is longer than any name that can be asked for does not matter. */
static bool take_link(struct state *state, struct span body) {
	struct span attributes[IFLA_MAX + 1], value;
	struct ifinfomsg head;
	unsigned type;

	if (!peek(body, &head, sizeof head) || head.ifi_index <= 0)
		return false;
	sort_attributes(body, sizeof head, attributes, IFLA_MAX + 1);
	struct link link = { .index = head.ifi_index, .up = (head.ifi_flags & IFF_UP) != 0, .ether = head.ifi_type == ARPHRD_ETHER,
			     .mtu = number(attributes[IFLA_MTU]), .group = number(attributes[IFLA_GROUP]), .quiet = is_quiet(attributes[IFLA_AF_SPEC]) };
	take_tun(attributes[IFLA_LINKINFO], &link);
	if (state->group != 0 && link.group != state->group)
		return true;
	if (!add_link(state, &link, attributes[IFLA_IFNAME]))
		return false;
	link.altname = true;
	while (next_attribute(&attributes[IFLA_PROP_LIST], &type, &value))
		if (type == IFLA_ALT_IFNAME && !add_link(state, &link, value))
			return false;
	return true;
}

static bool take_ifaddr(struct state *state, struct span body) {
	struct span attributes[IFA_MAX + 1];
	struct ifaddrmsg head;

	if (!peek(body, &head, sizeof head) || head.ifa_prefixlen > 128)
		return false;
	sort_attributes(body, sizeof head, attributes, IFA_MAX + 1);
	uint32_t flags = number(attributes[IFA_FLAGS]);
	struct route route = { .address = true, .to.length = head.ifa_prefixlen, .index = (int)head.ifa_index, .protocol = RTPROT_KERNEL,
			       .expires = (flags & IFA_F_PERMANENT) == 0, .bare = (flags & IFA_F_NOPREFIXROUTE) != 0 };
	if (head.ifa_family != AF_INET6 || head.ifa_scope == RT_SCOPE_LINK || head.ifa_scope == RT_SCOPE_HOST)
		return true;
	if (!take_address(attributes[IFA_ADDRESS], &route.gateway))
		return false;
	if (!take_address(attributes[IFA_LOCAL], &route.to.base))
		route.to.base = route.gateway;
	route.via = memcmp(&route.gateway, &route.to.base, sizeof route.to.base) != 0;
	return add(&state->routes, &route, sizeof route);
}

/* A route, or a hop of a multipath one, which becomes a route of its own that is marked so. */
static bool add_route(struct state *state, struct route *route, int index, struct span gateway) {
	route->index = index;
	route->via = take_address(gateway, &route->gateway);
	return add(&state->routes, route, sizeof *route);
}

static bool take_route(struct state *state, struct span body) {
	struct span attributes[RTA_MAX + 1], hop[RTA_MAX + 1], hops;
	struct rta_cacheinfo life;
	struct rtnexthop next;
	struct rtmsg head;

	if (!peek(body, &head, sizeof head) || head.rtm_dst_len > 128 || head.rtm_src_len > 128)
		return false;
	sort_attributes(body, sizeof head, attributes, RTA_MAX + 1);
	if (head.rtm_family != AF_INET6 || head.rtm_flags & RTM_F_CLONED || head.rtm_table != RT_TABLE_MAIN)
		return true;
	hops = attributes[RTA_MULTIPATH];
	struct route route = { .to.length = head.rtm_dst_len, .from.length = head.rtm_src_len, .protocol = head.rtm_protocol,
			       .type = head.rtm_type, .multipath = hops.left > 0, .metric = number(attributes[RTA_PRIORITY]),
			       .nexthop = number(attributes[RTA_NH_ID]),
			       .expires = peek(attributes[RTA_CACHEINFO], &life, sizeof life) && life.rta_expires != 0 };
	if ((!take_address(attributes[RTA_DST], &route.to.base) && route.to.length > 0) ||
	    (!take_address(attributes[RTA_SRC], &route.from.base) && route.from.length > 0))
		return false;
	if (!route.multipath)
		return add_route(state, &route, (int)number(attributes[RTA_OIF]), attributes[RTA_GATEWAY]);
	for (; hops.left > 0; advance(&hops, next.rtnh_len)) {
		if (!peek(hops, &next, sizeof next) || next.rtnh_len < sizeof next || next.rtnh_len > hops.left)
			return false;
		sort_attributes((struct span){ hops.at, next.rtnh_len }, sizeof next, hop, RTA_MAX + 1);
		if (!add_route(state, &route, next.rtnh_ifindex, hop[RTA_GATEWAY]))
			return false;
	}
	return true;
}

/* Adds what one message says; false where it makes no sense, or memory ends. */
bool take_reply(struct state *state, const struct reply *reply) {
	return reply->type == RTM_NEWLINK  ? take_link(state, reply->body) :
	       reply->type == RTM_NEWADDR  ? take_ifaddr(state, reply->body) :
	       reply->type == RTM_NEWROUTE && take_route(state, reply->body);
}

/* Altnames come first, so that an interface's own name wins over them. */
static int by_index(const void *a, const void *b) {
	const struct link *left = a, *right = b;

	return left->altname != right->altname ? right->altname - left->altname : (left->index > right->index) - (left->index < right->index);
}

/* Makes links findable; the list grows no more after it. */
bool index_state(struct state *state) {
	state->slaptap = NULL;
	memset(state->numbered, 0, sizeof state->numbered);
	if (state->links.count > 0)
		qsort(state->links.at, state->links.count, sizeof(struct link), by_index);
	for (size_t i = 0; i < state->links.count; i++) {
		const struct link *link = &state->links.link[i];
		state->numbered[link->number] = link;
		if (!link->altname && strcmp(link->name, state->slaptap_name) == 0)
			state->slaptap = link;
	}
	state->numbered[0] = NULL;
	return true;
}

const struct link *link_of(const struct state *state, int index) {
	struct link key = { .index = index };

	return state->links.count == 0 ? NULL : bsearch(&key, state->links.at, state->links.count, sizeof key, by_index);
}
