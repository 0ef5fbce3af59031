/* Links, IPv6 addresses and IPv6 routes of table main, from rtnetlink messages into lists. */
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/if_tun.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "netcapdo.h"

/* Makes room for one more; null where there is no memory. */
void *grow(void *list, size_t *room, size_t count, size_t size)
{
	void *grown;

	if (count < *room)
		return list;
	grown = reallocarray(list, *room == 0 ? 64 : *room * 2, size);
	if (grown != NULL)
		*room = *room == 0 ? 64 : *room * 2;
	return grown;
}

#define ADD(state, list, item)                                                                                   \
	do {                                                                                                     \
		void *grown = grow((state)->list, &(state)->list##_room, (state)->list##_count, sizeof(item));    \
		if (grown == NULL)                                                                               \
			return -1;                                                                               \
		(state)->list = grown;                                                                           \
		(state)->list[(state)->list##_count++] = (item);                                                 \
	} while (0)

static uint32_t number(struct span value)
{
	uint32_t result = 0;

	memcpy(&result, value.at, value.left < sizeof result ? value.left : sizeof result);
	return result;
}

static bool take_address(struct span value, struct in6_addr *address)
{
	if (value.left != sizeof *address)
		return false;
	memcpy(address, value.at, sizeof *address);
	return true;
}

static bool take_name(struct span value, char name[IFNAMSIZ])
{
	const uint8_t *end = memchr(value.at, 0, value.left);

	if (end == NULL || end == value.at || end - value.at >= IFNAMSIZ)
		return false;
	memset(name, 0, IFNAMSIZ);
	memcpy(name, value.at, (size_t)(end - value.at));
	return true;
}

static void take_tun(struct span info, struct link *link)
{
	struct span about = { NULL, 0 };
	struct attribute attribute;
	bool tun = false;

	while (next_attribute(&info, &attribute)) {
		if (attribute.type == IFLA_INFO_KIND)
			tun = attribute.value.left >= 3 && memcmp(attribute.value.at, "tun", 3) == 0 &&
			      (attribute.value.left == 3 || attribute.value.at[3] == 0);
		if (attribute.type == IFLA_INFO_DATA)
			about = attribute.value;
	}
	while (tun && next_attribute(&about, &attribute)) {
		if (attribute.type == IFLA_TUN_TYPE)
			link->tap = number(attribute.value) == IFF_TAP;
		if (attribute.type == IFLA_TUN_PERSIST)
			link->persistent = number(attribute.value) != 0;
		if (attribute.type == IFLA_TUN_GROUP)
			link->tun_group = true;
		if (attribute.type == IFLA_TUN_OWNER) {
			link->owned = true;
			link->owner = number(attribute.value);
		}
	}
}

/* The device's IPv6 settings come with the link, as an array by DEVCONF_ number. */
static void take_ipv6(struct span families, struct link *link)
{
	static const size_t loud[] = { DEVCONF_ACCEPT_RA, DEVCONF_ACCEPT_REDIRECTS, DEVCONF_AUTOCONF };
	struct attribute family, attribute;

	while (next_attribute(&families, &family))
		while (family.type == AF_INET6 && next_attribute(&family.value, &attribute)) {
			if (attribute.type != IFLA_INET6_CONF)
				continue;
			link->ipv6 = link->quiet = true;
			for (size_t i = 0; i < sizeof loud / sizeof loud[0]; i++) {
				int32_t value = 1;
				if (attribute.value.left >= (loud[i] + 1) * sizeof value)
					memcpy(&value, attribute.value.at + loud[i] * sizeof value, sizeof value);
				if (value != 0)
					link->quiet = false;
			}
		}
}

static int take_link(struct state *state, struct span body)
{
	struct span names = { NULL, 0 };
	struct attribute attribute;
	struct ifinfomsg head;
	struct link link = { .index = 0 };

	if (body.left < sizeof head)
		return -1;
	memcpy(&head, body.at, sizeof head);
	link.index = head.ifi_index;
	link.up = (head.ifi_flags & IFF_UP) != 0;
	body = (struct span){ body.at + sizeof head, body.left - sizeof head };
	while (next_attribute(&body, &attribute)) {
		if (attribute.type == IFLA_IFNAME && !take_name(attribute.value, link.name))
			return -1;
		if (attribute.type == IFLA_MTU)
			link.mtu = number(attribute.value);
		if (attribute.type == IFLA_GROUP)
			link.group = number(attribute.value);
		if (attribute.type == IFLA_LINKINFO)
			take_tun(attribute.value, &link);
		if (attribute.type == IFLA_AF_SPEC)
			take_ipv6(attribute.value, &link);
		if (attribute.type == IFLA_PROP_LIST)
			names = attribute.value;
	}
	if (link.index <= 0 || link.name[0] == 0)
		return -1;
	memcpy(link.device, link.name, sizeof link.device);
	link.number = subtap_number(state->slaptap_name, link.name);
	ADD(state, links, link);
	/* An altname may be longer than any name that can be asked for: it is then of no matter. */
	while (next_attribute(&names, &attribute))
		if (attribute.type == IFLA_ALT_IFNAME && take_name(attribute.value, link.name)) {
			link.number = subtap_number(state->slaptap_name, link.name);
			ADD(state, aliases, link);
		}
	return 0;
}

static int take_ifaddr(struct state *state, struct span body)
{
	struct in6_addr local, other;
	bool has_local = false, has_other = false;
	struct attribute attribute;
	struct ifaddrmsg head;
	struct address address = { .index = 0 };

	if (body.left < sizeof head)
		return -1;
	memcpy(&head, body.at, sizeof head);
	if (head.ifa_family != AF_INET6 || head.ifa_scope == RT_SCOPE_LINK || head.ifa_scope == RT_SCOPE_HOST)
		return 0;
	body = (struct span){ body.at + sizeof head, body.left - sizeof head };
	while (next_attribute(&body, &attribute)) {
		if (attribute.type == IFA_LOCAL)
			has_local = take_address(attribute.value, &local);
		if (attribute.type == IFA_ADDRESS)
			has_other = take_address(attribute.value, &other);
	}
	if ((!has_local && !has_other) || head.ifa_prefixlen > 128 || head.ifa_index > INT32_MAX)
		return -1;
	address.index = (int)head.ifa_index;
	address.at = (struct prefix){ has_local ? local : other, head.ifa_prefixlen };
	address.peer = has_local && has_other && !same_address(&local, &other);
	ADD(state, addresses, address);
	return 0;
}

/* Each hop of a multipath route becomes a route of its own that is marked so. */
static int take_hops(struct state *state, struct route route, struct span hops)
{
	struct attribute attribute;
	struct rtnexthop head;

	route.multipath = true;
	while (hops.left >= sizeof head) {
		size_t step;
		memcpy(&head, hops.at, sizeof head);
		if (head.rtnh_len < sizeof head || head.rtnh_len > hops.left)
			return -1;
		struct span about = { hops.at + sizeof head, head.rtnh_len - sizeof head };
		route.index = head.rtnh_ifindex;
		route.via = false;
		while (next_attribute(&about, &attribute))
			if (attribute.type == RTA_GATEWAY)
				route.via = take_address(attribute.value, &route.gateway);
		ADD(state, routes, route);
		step = RTNH_ALIGN(head.rtnh_len);
		step = step > hops.left ? hops.left : step;
		hops = (struct span){ hops.at + step, hops.left - step };
	}
	return 0;
}

static int take_route(struct state *state, struct span body)
{
	struct span hops = { NULL, 0 };
	struct attribute attribute;
	struct rtmsg head;
	struct route route = { .index = 0 };
	uint32_t table;

	if (body.left < sizeof head)
		return -1;
	memcpy(&head, body.at, sizeof head);
	table = head.rtm_table;
	if (head.rtm_family != AF_INET6 || head.rtm_flags & RTM_F_CLONED)
		return 0;
	if (head.rtm_dst_len > 128 || head.rtm_src_len > 128)
		return -1;
	route.to.length = head.rtm_dst_len;
	route.from.length = head.rtm_src_len;
	route.protocol = head.rtm_protocol;
	route.type = head.rtm_type;
	body = (struct span){ body.at + sizeof head, body.left - sizeof head };
	while (next_attribute(&body, &attribute)) {
		struct span value = attribute.value;
		struct rta_cacheinfo life = { .rta_expires = 0 };
		if (attribute.type == RTA_TABLE)
			table = number(value);
		if (attribute.type == RTA_DST && !take_address(value, &route.to.base))
			return -1;
		if (attribute.type == RTA_SRC && !take_address(value, &route.from.base))
			return -1;
		if (attribute.type == RTA_GATEWAY)
			route.via = take_address(value, &route.gateway);
		if (attribute.type == RTA_OIF)
			route.index = (int)number(value);
		if (attribute.type == RTA_PRIORITY)
			route.metric = number(value);
		if (attribute.type == RTA_NH_ID)
			route.nexthop = number(value);
		if (attribute.type == RTA_CACHEINFO) {
			memcpy(&life, value.at, value.left < sizeof life ? value.left : sizeof life);
			route.expires = life.rta_expires != 0;
		}
		if (attribute.type == RTA_MULTIPATH)
			hops = value;
	}
	if (table != RT_TABLE_MAIN)
		return 0;
	if (hops.left > 0)
		return take_hops(state, route, hops);
	ADD(state, routes, route);
	return 0;
}

/* Adds what one message tells; -1 where it makes no sense, or memory ends. */
int take_reply(struct state *state, const struct reply *reply)
{
	if (reply->type == RTM_NEWLINK)
		return take_link(state, reply->body);
	if (reply->type == RTM_NEWADDR)
		return take_ifaddr(state, reply->body);
	if (reply->type == RTM_NEWROUTE)
		return take_route(state, reply->body);
	return -1;
}

/* Before a dump of this kind begins, or begins again. */
void forget(struct state *state, unsigned type)
{
	if (type == RTM_GETLINK)
		state->links_count = state->aliases_count = 0;
	if (type == RTM_GETADDR)
		state->addresses_count = 0;
	if (type == RTM_GETROUTE)
		state->routes_count = 0;
}

static int by_index(const void *a, const void *b)
{
	int left = ((const struct link *)a)->index, right = ((const struct link *)b)->index;

	return (left > right) - (left < right);
}

/* Makes links findable; the lists grow no more after it. */
void index_state(struct state *state)
{
	state->slaptap = NULL;
	memset(state->numbered, 0, sizeof state->numbered);
	if (state->links_count > 0)
		qsort(state->links, state->links_count, sizeof state->links[0], by_index);
	for (size_t i = 0; i < state->aliases_count; i++)
		state->numbered[state->aliases[i].number] = &state->aliases[i];
	for (size_t i = 0; i < state->links_count; i++) {
		state->numbered[state->links[i].number] = &state->links[i];
		if (strcmp(state->links[i].name, state->slaptap_name) == 0)
			state->slaptap = &state->links[i];
	}
	state->numbered[0] = NULL;
}

const struct link *link_of(const struct state *state, int index)
{
	struct link key = { .index = index };

	if (state->links_count == 0)
		return NULL;
	return bsearch(&key, state->links, state->links_count, sizeof key, by_index);
}

void free_state(struct state *state)
{
	free(state->links);
	free(state->aliases);
	free(state->addresses);
	free(state->routes);
	*state = (struct state){ .slaptap_name = state->slaptap_name };
}
