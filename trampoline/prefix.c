/* IPv6 prefixes: what lies in what. */
#include "netcapdo.h"

bool same_prefix(const struct prefix *a, const struct prefix *b) {
	return a->length == b->length && IN6_ARE_ADDR_EQUAL(&a->base, &b->base);
}

bool has_address(const struct prefix *prefix, const struct in6_addr *address) {
	size_t bytes = prefix->length / 8;
	unsigned mask = 0xff00U >> prefix->length % 8 & 0xffU;

	return memcmp(&prefix->base, address, bytes) == 0 &&
	       (mask == 0 || ((prefix->base.s6_addr[bytes] ^ address->s6_addr[bytes]) & mask) == 0);
}

bool covers(const struct prefix *outer, const struct prefix *inner) {
	return outer->length <= inner->length && has_address(outer, &inner->base);
}

const char *show_prefix(const struct prefix *prefix, char text[INET6_ADDRSTRLEN + 4]) {
	char address[INET6_ADDRSTRLEN] = "";

	inet_ntop(AF_INET6, &prefix->base, address, sizeof address);
	snprintf(text, INET6_ADDRSTRLEN + 4, "%s/%u", address, prefix->length % 1000);
	return text;
}
