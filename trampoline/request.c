/* The request: text into struct request, or a failure that names the line. Pure. */
#include "netcapdo.h"

enum { FIELDS_MAX = 6 };

struct line {
	unsigned number;
	size_t count;
	struct span fields[FIELDS_MAX];
};

static bool is(struct span field, const char *word) {
	return field.left == strlen(word) && memcmp(field.at, word, field.left) == 0;
}

/* A field in a message: `%.*s`, at most as much of it as one wants to read. */
#define SHOW(field) (int)((field).left > 60 ? 60 : (field).left), (const char *)(field).at

/* Cuts the text up to the next LF into fields: printable ASCII, one space between two. */
static bool next_line(struct span *text, struct line *line, struct failure *why) {
	const uint8_t *end = memchr(text->at, '\n', text->left), *start = text->at;

	line->number++;
	line->count = 0;
	if (end == NULL)
		return fail(why, BAD, "line %u: the request did not arrive whole: no line `end`", line->number);
	for (const uint8_t *at = start; at <= end; at++) {
		if (*at > ' ' && *at < 0x7f)
			continue;
		if (*at != ' ' && at != end)
			return fail(why, BAD, "line %u: byte 0x%02x is not allowed", line->number, *at);
		if (at == start)
			return fail(why, BAD, "line %u: empty, or not one space between fields", line->number);
		if (line->count == FIELDS_MAX)
			return fail(why, BAD, "line %u: more than %d fields", line->number, FIELDS_MAX);
		line->fields[line->count++] = (struct span){ start, (size_t)(at - start) };
		start = at + 1;
	}
	*text = (struct span){ end + 1, text->left - (size_t)(end + 1 - text->at) };
	return true;
}

/* Decimal, without sign and leading zeros; 0 where it is none, or above the highest. */
static unsigned parse_number(struct span text, unsigned highest) {
	unsigned value = 0;

	if (text.left == 0 || text.left > 4 || text.at[0] == '0')
		return 0;
	for (size_t i = 0; i < text.left; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return 0;
		value = value * 10 + text.at[i] - '0';
	}
	return value > highest ? 0 : value;
}

/* n where the name is <slaptap>-<n>, n from 1 to 1023; else 0. */
unsigned subtap_number(const char *slaptap, const char *name) {
	size_t length = strlen(slaptap);

	if (strncmp(name, slaptap, length) != 0 || name[length] != '-')
		return 0;
	return parse_number((struct span){ (const uint8_t *)name + length + 1, strlen(name + length + 1) }, TAPS_MAX);
}

/* A name that the kernel takes as it is: `%` makes a pattern, and `all` and `default` stand in
 * /proc/sys/net/ipv6/conf for other things. */
static bool parse_name(const struct line *line, char name[IFNAMSIZ], struct failure *why) {
	struct span field = line->fields[1];

	if (field.left >= IFNAMSIZ)
		return fail(why, BAD, "line %u: name %.*s has %zu bytes, an interface's has at most %d", line->number,
			    SHOW(field), field.left, IFNAMSIZ - 1);
	memcpy(name, field.at, field.left);
	name[field.left] = 0;
	if (strpbrk(name, "/:%") != NULL || is(field, ".") || is(field, "..") || is(field, "all") || is(field, "default"))
		return fail(why, BAD, "line %u: %s cannot name an interface", line->number, name);
	return true;
}

static bool parse_address(const struct line *line, struct span field, struct in6_addr *address, struct failure *why) {
	char text[INET6_ADDRSTRLEN] = "";

	if (field.left < sizeof text)
		memcpy(text, field.at, field.left);
	if (inet_pton(AF_INET6, text, address) == 1 && !IN6_IS_ADDR_V4MAPPED(address))
		return true;
	return fail(why, BAD, "line %u: %.*s is not an IPv6 address", line->number, SHOW(field));
}

static bool parse_network(const struct line *line, struct prefix *network, struct failure *why) {
	struct span field = line->fields[2], base = field, length = { NULL, 0 };
	const uint8_t *slash = memchr(field.at, '/', field.left);
	struct prefix clean;

	if (slash != NULL) {
		base.left = (size_t)(slash - field.at);
		length = (struct span){ slash + 1, field.left - base.left - 1 };
	}
	if (!parse_address(line, base, &network->base, why))
		return false;
	network->length = parse_number(length, 126);
	if (network->length == 0)
		return fail(why, BAD, "line %u: %.*s needs a prefix length from 1 to 126", line->number, SHOW(field));
	clean = without_host_bits(network);
	if (!same_prefix(network, &clean))
		return fail(why, BAD, "line %u: network %.*s has host bits", line->number, SHOW(field));
	return true;
}

static bool parse_tap(const struct line *line, struct request *request, struct failure *why) {
	struct tap tap = { .down = line->count == FIELDS_MAX };
	const struct tap *first = &request->taps[0];

	if (line->count < 5 || (tap.down && !is(line->fields[5], "down")))
		return fail(why, BAD, "line %u: expected `tap NAME NETWORK GATEWAY ADDR [down]`", line->number);
	if (!parse_name(line, tap.name, why))
		return false;
	tap.number = subtap_number(request->slaptap, tap.name);
	if (tap.number == 0)
		return fail(why, BAD, "line %u: %s is not %s-<number>, the number from 1 to %d", line->number, tap.name,
			    request->slaptap, TAPS_MAX);
	if (request->numbered[tap.number] != NULL)
		return fail(why, BAD, "line %u: %s is there twice", line->number, tap.name);
	if (!parse_network(line, &tap.network, why) || !parse_address(line, line->fields[3], &tap.gateway, why) ||
	    !parse_address(line, line->fields[4], &tap.addr, why))
		return false;
	if (request->count > 0 && tap.network.length != first->network.length)
		return fail(why, BAD, "line %u: %s has a /%u, %s a /%u: networks must be of one length", line->number,
			    tap.name, tap.network.length, first->name, first->network.length);
	if (!has_address(&tap.network, &tap.gateway) || !has_address(&tap.network, &tap.addr))
		return fail(why, BAD, "line %u: %s has its gateway or address outside of its network", line->number, tap.name);
	if (same_address(&tap.gateway, &tap.addr))
		return fail(why, BAD, "line %u: %s has one address as gateway and as its own", line->number, tap.name);
	request->taps[request->count] = tap;
	request->numbered[tap.number] = &request->taps[request->count++];
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
		if (i > 0 && same_prefix(&taps[i - 1].network, &taps[i].network))
			return fail(why, BAD, "%s and %s have overlapping networks", taps[i - 1].name, taps[i].name);
	}
	return true;
}

bool parse_request(const char *text, size_t length, struct request *request, struct failure *why) {
	struct span rest = { (const uint8_t *)text, length };
	struct line line = { .number = 0 };
	const char *dash;

	memset(request, 0, sizeof *request);
	if (length > REQUEST_MAX)
		return fail(why, BAD, "the request is longer than %d bytes", REQUEST_MAX);
	if (!next_line(&rest, &line, why))
		return false;
	if (line.count != 2 || !is(line.fields[0], "netcapdo") || !is(line.fields[1], "1"))
		return fail(why, BAD, "line 1: expected `netcapdo 1`");
	if (!next_line(&rest, &line, why))
		return false;
	if (line.count != 2 || !is(line.fields[0], "slaptap"))
		return fail(why, BAD, "line 2: expected `slaptap NAME`");
	if (!parse_name(&line, request->slaptap, why))
		return false;
	dash = strrchr(request->slaptap, '-');
	if (dash != NULL && dash > request->slaptap && subtap_number("", dash) != 0)
		return fail(why, BAD, "line 2: %s has the name of a subtap of %.*s", request->slaptap,
			    (int)(dash - request->slaptap), request->slaptap);
	for (;;) {
		if (!next_line(&rest, &line, why))
			return false;
		if (line.count == 1 && is(line.fields[0], "end"))
			break;
		if (!is(line.fields[0], "tap"))
			return fail(why, BAD, "line %u: expected `tap …` or `end`", line.number);
		if (!parse_tap(&line, request, why))
			return false;
	}
	return rest.left == 0 ? sort_taps(request, why) : fail(why, BAD, "line %u: nothing may follow `end`", line.number + 1);
}
