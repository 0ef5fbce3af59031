/* The request: text into struct request, or a failure that names the line. Pure. */
#include "netcapdo.h"

enum { FIELDS_MAX = 6 };

struct line {
	unsigned number;
	size_t count;
	char *fields[FIELDS_MAX];
};

/* Cuts the text up to the next LF into fields: printable ASCII, one space between two. */
static bool next_line(char **text, const char *end, struct line *line, struct failure *why) {
	char *rest = *text, *stop = memchr(rest, '\n', (size_t)(end - rest));

	line->number++;
	line->count = 0;
	if (stop == NULL)
		return fail(why, BAD, "line %u: the request did not arrive whole: no line `end`", line->number);
	*text = stop + 1;
	*stop = 0;
	for (const char *at = rest; at < stop; at++)
		if (*at < ' ' || *at >= 0x7f)
			return fail(why, BAD, "line %u: byte 0x%02x is not allowed", line->number, (uint8_t)*at);
	while (rest != NULL) {
		if (line->count == FIELDS_MAX)
			return fail(why, BAD, "line %u: more than %d fields", line->number, FIELDS_MAX);
		line->fields[line->count] = strsep(&rest, " ");
		if (line->fields[line->count++][0] == 0)
			return fail(why, BAD, "line %u: empty, or not one space between fields", line->number);
	}
	return true;
}

/* Decimal, without sign and leading zeros; 0 where it is none, or above the highest. */
static unsigned parse_number(const char *text, unsigned highest) {
	size_t digits = strspn(text, "0123456789");
	unsigned long value = digits > 4 || text[0] == '0' || text[digits] != 0 ? 0 : strtoul(text, NULL, 10);

	return value > highest ? 0 : (unsigned)value;
}

/* n where the name is <slaptap>-<n>, n from 1 to 1023; else 0. */
unsigned subtap_number(const char *slaptap, const char *name) {
	size_t length = strlen(slaptap);

	return strncmp(name, slaptap, length) != 0 || name[length] != '-' ? 0 : parse_number(name + length + 1, TAPS_MAX);
}

/* A name that the kernel takes as it is: `%` makes a pattern, and `all` and `default` stand in
 * /proc/sys/net/ipv6/conf for other things. */
static bool parse_name(const struct line *line, char name[IFNAMSIZ], struct failure *why) {
	static const char *const others[] = { ".", "..", "all", "default" };
	const char *field = line->fields[1];
	bool good = strlen(field) < IFNAMSIZ && strpbrk(field, "/:%") == NULL;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		good &= strcmp(field, others[i]) != 0;
	if (good)
		strcpy(name, field);
	return good || fail(why, BAD, "line %u: %.60s cannot name an interface, with %zu bytes", line->number, field, strlen(field));
}

static bool parse_address(const struct line *line, const char *text, struct in6_addr *address, struct failure *why) {
	return (inet_pton(AF_INET6, text, address) == 1 && !IN6_IS_ADDR_V4MAPPED(address)) ||
	       fail(why, BAD, "line %u: %.60s is not an IPv6 address", line->number, text);
}

static bool parse_network(const struct line *line, struct prefix *network, struct failure *why) {
	char *text = line->fields[2], *slash = strchr(text, '/');
	unsigned bits = 0;

	if (slash != NULL)
		*slash = 0;
	if (!parse_address(line, text, &network->base, why))
		return false;
	network->length = slash == NULL ? 0 : parse_number(slash + 1, 126);
	for (unsigned bit = network->length; bit < 128; bit++)
		bits |= network->base.s6_addr[bit / 8] & 0x80U >> bit % 8;
	return (network->length > 0 && bits == 0) ||
	       fail(why, BAD, "line %u: network %s needs a prefix length from 1 to 126, and no host bits", line->number, text);
}

static bool parse_tap(const struct line *line, struct request *request, struct failure *why) {
	struct tap *tap = &request->taps[request->count];

	tap->down = line->count == FIELDS_MAX;
	if (strcmp(line->fields[0], "tap") != 0 || line->count < 5 || (tap->down && strcmp(line->fields[5], "down") != 0))
		return fail(why, BAD, "line %u: expected `tap NAME NETWORK GATEWAY ADDR [down]`, or `end`", line->number);
	if (!parse_name(line, tap->name, why))
		return false;
	tap->number = subtap_number(request->slaptap, tap->name);
	if (tap->number == 0)
		return fail(why, BAD, "line %u: %s is not %s-<number>, the number from 1 to %d", line->number, tap->name, request->slaptap, TAPS_MAX);
	if (request->numbered[tap->number] != NULL)
		return fail(why, BAD, "line %u: %s is there twice", line->number, tap->name);
	if (!parse_network(line, &tap->network, why) || !parse_address(line, line->fields[3], &tap->gateway, why) ||
	    !parse_address(line, line->fields[4], &tap->addr, why))
		return false;
	if (!has_address(&tap->network, &tap->gateway) || !has_address(&tap->network, &tap->addr) ||
	    IN6_ARE_ADDR_EQUAL(&tap->gateway, &tap->addr))
		return fail(why, BAD, "line %u: %s needs a gateway and another address, both in its network", line->number, tap->name);
	request->numbered[tap->number] = &request->taps[request->count++];
	return true;
}

static int by_network(const void *a, const void *b) {
	return memcmp(&((const struct tap *)a)->network.base, &((const struct tap *)b)->network.base, sizeof(struct in6_addr));
}

/* Networks of one length overlap where they are the same. */
static bool sort_taps(struct request *request, struct failure *why) {
	struct tap *taps = request->taps;

	qsort(taps, request->count, sizeof taps[0], by_network);
	for (size_t i = 0; i < request->count; i++) {
		request->numbered[taps[i].number] = &taps[i];
		if (i > 0 && (taps[i - 1].network.length != taps[i].network.length || same_prefix(&taps[i - 1].network, &taps[i].network)))
			return fail(why, BAD, "%s and %s have networks that overlap, or not of one length", taps[i - 1].name, taps[i].name);
	}
	return true;
}

/* A slaptap that has itself the name of a subtap could be one, or one's that is gone: what is routed to it is not a range. */
static bool parse_slaptap(const struct line *line, struct request *request, struct failure *why) {
	if (line->count != 2 || strcmp(line->fields[0], "slaptap") != 0)
		return fail(why, BAD, "line 2: expected `slaptap NAME`");
	if (!parse_name(line, request->slaptap, why))
		return false;
	const char *dash = strrchr(request->slaptap, '-');
	return dash == NULL || dash == request->slaptap || subtap_number("", dash) == 0 ||
	       fail(why, BAD, "line 2: %s has the name of a subtap of %.*s", request->slaptap, (int)(dash - request->slaptap), request->slaptap);
}

/* The text is cut up; the request is all zero before. */
bool parse_request(char *text, size_t length, struct request *request, struct failure *why) {
	const char *end = text + length;
	struct line line = { .number = 0 };

	if (length > REQUEST_MAX)
		return fail(why, BAD, "the request is longer than %d bytes", REQUEST_MAX);
	if (!next_line(&text, end, &line, why))
		return false;
	if (line.count != 2 || strcmp(line.fields[0], "netcapdo") != 0 || strcmp(line.fields[1], "1") != 0)
		return fail(why, BAD, "line 1: expected `netcapdo 1`");
	if (!next_line(&text, end, &line, why) || !parse_slaptap(&line, request, why))
		return false;
	while (next_line(&text, end, &line, why)) {
		if (line.count == 1 && strcmp(line.fields[0], "end") == 0)
			return text == end ? sort_taps(request, why) : fail(why, BAD, "line %u: nothing may follow `end`", line.number + 1);
		if (!parse_tap(&line, request, why))
			return false;
	}
	return false;
}
