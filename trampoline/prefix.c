/* IPv6 prefixes: what lies in what. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "netcapdo.h"

bool same_address(const struct in6_addr *a, const struct in6_addr *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

bool prefix_has(const struct prefix *prefix, const struct in6_addr *address)
{
	size_t bytes = prefix->length / 8;
	unsigned mask = 0xff00U >> prefix->length % 8 & 0xffU;

	if (memcmp(prefix->base.s6_addr, address->s6_addr, bytes) != 0)
		return false;
	return mask == 0 || ((prefix->base.s6_addr[bytes] ^ address->s6_addr[bytes]) & mask) == 0;
}

bool prefix_covers(const struct prefix *outer, const struct prefix *inner)
{
	return outer->length <= inner->length && prefix_has(outer, &inner->base);
}

bool prefix_same(const struct prefix *a, const struct prefix *b)
{
	return a->length == b->length && same_address(&a->base, &b->base);
}

const char *show_prefix(const struct prefix *prefix, char text[INET6_ADDRSTRLEN + 4])
{
	char address[INET6_ADDRSTRLEN];

	if (inet_ntop(AF_INET6, &prefix->base, address, sizeof address) == NULL)
		return "?";
	snprintf(text, INET6_ADDRSTRLEN + 4, "%s/%u", address, prefix->length % 1000);
	return text;
}
