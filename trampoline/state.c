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
	*list = (struct list){ grown, list->count, room };
	return true;
}

static bool add(struct list *list, const void *item, size_t size) {
	if (list->count == list->room && !grow(list, list->room * 2 + 64, size))
		return false;
	memcpy((uint8_t *)list->at + size * list->count++, item, size);
	return true;
}

/* Takes a structure off the front of a message. */
static bool take_head(struct span *body, void *head, size_t size) {
	bool whole = peek(*body, head, size);

	advance(body, size);
	return whole;
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
	size_t length = value.left == 0 ? 0 : strnlen((const char *)value.at, value.left);

	if (length == 0 || length >= IFNAMSIZ)
		return false;
	memset(name, 0, IFNAMSIZ);
	memcpy(name, value.at, length);
	return true;
}

static void take_tun(struct span linkinfo, struct link *link) {
	struct span info[IFLA_INFO_MAX + 1], tun[IFLA_TUN_MAX + 1];
	char kind[IFNAMSIZ];

	sort_attributes(linkinfo, info, IFLA_INFO_MAX + 1);
	if (!take_name(info[IFLA_INFO_KIND], kind) || strcmp(kind, "tun") != 0)
		return;
	sort_attributes(info[IFLA_INFO_DATA], tun, IFLA_TUN_MAX + 1);
	link->tap = number(tun[IFLA_TUN_TYPE]) == IFF_TAP;
	link->persistent = number(tun[IFLA_TUN_PERSIST]) != 0;
	link->shared = tun[IFLA_TUN_GROUP].left > 0;
	link->owned = tun[IFLA_TUN_OWNER].left > 0;
	link->owner = number(tun[IFLA_TUN_OWNER]);
}

/* The IPv6 settings of an interface come with the link, an array by DEVCONF_ number. */
static void take_ipv6(struct span families, struct link *link) {
	static const size_t loud[] = { DEVCONF_ACCEPT_RA, DEVCONF_ACCEPT_REDIRECTS, DEVCONF_AUTOCONF };
	struct span family[AF_INET6 + 1], inet6[IFLA_INET6_MAX + 1], conf;

	sort_attributes(families, family, AF_INET6 + 1);
	sort_attributes(family[AF_INET6], inet6, IFLA_INET6_MAX + 1);
	conf = inet6[IFLA_INET6_CONF];
	link->quiet = conf.left >= (DEVCONF_AUTOCONF + 1) * sizeof(uint32_t);
	for (size_t i = 0; link->quiet && i < sizeof loud / sizeof loud[0]; i++)
		link->quiet &= number((struct span){ conf.at + loud[i] * sizeof(uint32_t), sizeof(uint32_t) }) == 0;
}

static bool take_link(struct state *state, struct span body) {
	struct span attributes[IFLA_MAX + 1], value;
	struct ifinfomsg head;
	unsigned type;

	if (!take_head(&body, &head, sizeof head) || head.ifi_index <= 0)
		return false;
	sort_attributes(body, attributes, IFLA_MAX + 1);
	struct link link = { .index = head.ifi_index, .up = (head.ifi_flags & IFF_UP) != 0, .ether = head.ifi_type == ARPHRD_ETHER,
			     .mtu = number(attributes[IFLA_MTU]), .group = number(attributes[IFLA_GROUP]) };
	if (!take_name(attributes[IFLA_IFNAME], link.name))
		return false;
	take_tun(attributes[IFLA_LINKINFO], &link);
	take_ipv6(attributes[IFLA_AF_SPEC], &link);
	link.number = subtap_number(state->slaptap_name, link.name);
	if (state->group != 0 && link.group != state->group)
		return true;
	if (!add(&state->links, &link, sizeof link))
		return false;
	/* An altname may be longer than any name that can be asked for; it does not matter then. */
	link.altname = true;
	while (next_attribute(&attributes[IFLA_PROP_LIST], &type, &value)) {
		if (type != IFLA_ALT_IFNAME || !take_name(value, link.name))
			continue;
		link.number = subtap_number(state->slaptap_name, link.name);
		if (!add(&state->links, &link, sizeof link))
			return false;
	}
	return true;
}

static bool take_ifaddr(struct state *state, struct span body) {
	struct span attributes[IFA_MAX + 1];
	struct in6_addr other;
	struct ifaddrmsg head;

	if (!take_head(&body, &head, sizeof head) || head.ifa_prefixlen > 128)
		return false;
	if (head.ifa_family != AF_INET6 || head.ifa_scope == RT_SCOPE_LINK || head.ifa_scope == RT_SCOPE_HOST)
		return true;
	sort_attributes(body, attributes, IFA_MAX + 1);
	struct address address = { .index = (int)head.ifa_index, .at.length = head.ifa_prefixlen,
				   .passing = (number(attributes[IFA_FLAGS]) & IFA_F_PERMANENT) == 0 };
	if (!take_address(attributes[IFA_ADDRESS], &other))
		return false;
	if (!take_address(attributes[IFA_LOCAL], &address.at.base))
		address.at.base = other;
	address.peer = !same_address(&other, &address.at.base);
	return add(&state->addresses, &address, sizeof address);
}

/* Each hop of a multipath route becomes a route of its own that is marked so. */
static bool take_hops(struct state *state, struct route *route, struct span hops) {
	struct span attributes[RTA_MAX + 1];
	struct rtnexthop head;

	route->multipath = true;
	for (; hops.left > 0; advance(&hops, head.rtnh_len)) {
		if (!peek(hops, &head, sizeof head) || head.rtnh_len < sizeof head || head.rtnh_len > hops.left)
			return false;
		sort_attributes((struct span){ hops.at + sizeof head, head.rtnh_len - sizeof head }, attributes, RTA_MAX + 1);
		route->index = head.rtnh_ifindex;
		route->via = take_address(attributes[RTA_GATEWAY], &route->gateway);
		if (!add(&state->routes, route, sizeof *route))
			return false;
	}
	return true;
}

static bool take_route(struct state *state, struct span body) {
	struct span attributes[RTA_MAX + 1];
	struct rta_cacheinfo life;
	struct rtmsg head;

	if (!take_head(&body, &head, sizeof head) || head.rtm_dst_len > 128 || head.rtm_src_len > 128)
		return false;
	sort_attributes(body, attributes, RTA_MAX + 1);
	if (head.rtm_family != AF_INET6 || head.rtm_flags & RTM_F_CLONED ||
	    (attributes[RTA_TABLE].left > 0 ? number(attributes[RTA_TABLE]) : head.rtm_table) != RT_TABLE_MAIN)
		return true;
	struct route route = { .to.length = head.rtm_dst_len, .from.length = head.rtm_src_len, .protocol = head.rtm_protocol,
			       .type = head.rtm_type, .index = (int)number(attributes[RTA_OIF]),
			       .metric = number(attributes[RTA_PRIORITY]), .nexthop = number(attributes[RTA_NH_ID]),
			       .expires = peek(attributes[RTA_CACHEINFO], &life, sizeof life) && life.rta_expires != 0 };
	if ((!take_address(attributes[RTA_DST], &route.to.base) && route.to.length > 0) ||
	    (!take_address(attributes[RTA_SRC], &route.from.base) && route.from.length > 0))
		return false;
	route.via = take_address(attributes[RTA_GATEWAY], &route.gateway);
	return attributes[RTA_MULTIPATH].left > 0 ? take_hops(state, &route, attributes[RTA_MULTIPATH]) :
						    add(&state->routes, &route, sizeof route);
}

/* Adds what one message says; false where it makes no sense, or memory ends. */
bool take_reply(struct state *state, const struct reply *reply) {
	if (reply->type == RTM_NEWLINK)
		return take_link(state, reply->body);
	if (reply->type == RTM_NEWADDR)
		return take_ifaddr(state, reply->body);
	return reply->type == RTM_NEWROUTE && take_route(state, reply->body);
}

/* Altnames come first, so that an interface's own name wins over them. */
static int by_index(const void *a, const void *b) {
	const struct link *left = a, *right = b;

	return left->altname != right->altname ? right->altname - left->altname :
						 (left->index > right->index) - (left->index < right->index);
}

/* Makes links findable; the list grows no more after it. */
void index_state(struct state *state) {
	const struct link *links = state->links.at;

	state->slaptap = NULL;
	memset(state->numbered, 0, sizeof state->numbered);
	if (state->links.count > 0)
		qsort(state->links.at, state->links.count, sizeof links[0], by_index);
	for (size_t i = 0; i < state->links.count; i++) {
		if (links[i].number != 0)
			state->numbered[links[i].number] = &links[i];
		if (!links[i].altname && strcmp(links[i].name, state->slaptap_name) == 0)
			state->slaptap = &links[i];
	}
}

const struct link *link_of(const struct state *state, int index) {
	struct link key = { .index = index };

	return state->links.count == 0 ? NULL : bsearch(&key, state->links.at, state->links.count, sizeof key, by_index);
}
