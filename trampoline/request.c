/* The request: text into struct request, or a failure that names the line. Pure: it touches nothing else. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netcapdo.h"

enum { FIELDS_MAX = 6 };

struct field {
	const char *at;
	size_t length;
};

struct line {
	unsigned number;
	size_t count;
	struct field fields[FIELDS_MAX];
};

static bool is(const struct field *field, const char *word)
{
	return field->length == strlen(word) && memcmp(field->at, word, field->length) == 0;
}

/* The longest part of a field that a message quotes. */
static int shown(const struct field *field)
{
	return field->length > 60 ? 60 : (int)field->length;
}

/* Cuts the text up to the next LF into fields: printable ASCII, one space between them. */
static int next_line(const char **text, size_t *left, struct line *line, struct failure *failure)
{
	const char *end = memchr(*text, '\n', *left);
	size_t length;

	line->number++;
	line->count = 0;
	if (end == NULL)
		return fail(failure, BAD, "line %u: the request did not arrive whole: no line `end`", line->number);
	length = (size_t)(end - *text);
	for (size_t at = 0, start = 0; at <= length; at++) {
		unsigned char byte = (unsigned char)(*text)[at];
		if (at < length && byte > 0x20 && byte < 0x7f)
			continue;
		if (at < length && byte != ' ')
			return fail(failure, BAD, "line %u: byte 0x%02x is not allowed", line->number, byte);
		if (at == start)
			return fail(failure, BAD, "line %u: empty, or not one space between fields", line->number);
		if (line->count == FIELDS_MAX)
			return fail(failure, BAD, "line %u: more than %d fields", line->number, FIELDS_MAX);
		line->fields[line->count++] = (struct field){ *text + start, at - start };
		start = at + 1;
	}
	*text = end + 1;
	*left -= length + 1;
	return 0;
}

/* Decimal without sign and leading zeros; 0 where it is none, or above the highest. */
static unsigned parse_number(const char *text, size_t length, unsigned highest)
{
	unsigned value = 0;

	if (length == 0 || length > 4 || text[0] == '0')
		return 0;
	for (size_t at = 0; at < length; at++) {
		if (text[at] < '0' || text[at] > '9')
			return 0;
		value = value * 10 + (unsigned)(text[at] - '0');
	}
	return value > highest ? 0 : value;
}

/* n where the name is <slaptap>-<n>, n from 1 to 1023; else 0. */
unsigned subtap_number(const char *slaptap, const char *name)
{
	size_t length = strlen(slaptap);

	if (strncmp(name, slaptap, length) != 0 || name[length] != '-')
		return 0;
	return parse_number(name + length + 1, strlen(name + length + 1), TAPS_MAX);
}

/* Whether the name has the form <parent>-<n> itself. */
bool subtap_parent(const char *name, char parent[IFNAMSIZ])
{
	const char *dash = strrchr(name, '-');

	if (dash == NULL || dash == name || parse_number(dash + 1, strlen(dash + 1), TAPS_MAX) == 0)
		return false;
	snprintf(parent, IFNAMSIZ, "%.*s", (int)(dash - name), name);
	return true;
}

/* A name that the kernel takes as it is: `%` would be a pattern to it, and all and default are no interfaces in
 * /proc/sys/net/ipv6/conf. */
static int parse_name(const struct line *line, char name[IFNAMSIZ], struct failure *failure)
{
	const struct field *field = &line->fields[1];

	if (field->length >= IFNAMSIZ)
		return fail(failure, BAD, "line %u: name %.*s has %zu bytes, an interface name at most %d", line->number,
			    shown(field), field->at, field->length, IFNAMSIZ - 1);
	snprintf(name, IFNAMSIZ, "%.*s", (int)field->length, field->at);
	if (strpbrk(name, "/:%") != NULL || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	    strcmp(name, "all") == 0 || strcmp(name, "default") == 0)
		return fail(failure, BAD, "line %u: %s cannot name an interface", line->number, name);
	return 0;
}

static int parse_address(const struct line *line, const struct field *field, struct in6_addr *address,
			 struct failure *failure)
{
	char text[INET6_ADDRSTRLEN];

	if (field->length < sizeof text) {
		snprintf(text, sizeof text, "%.*s", (int)field->length, field->at);
		if (inet_pton(AF_INET6, text, address) == 1 && !IN6_IS_ADDR_V4MAPPED(address))
			return 0;
	}
	return fail(failure, BAD, "line %u: %.*s is not an IPv6 address", line->number, shown(field), field->at);
}

static int parse_network(const struct line *line, struct prefix *network, struct failure *failure)
{
	const struct field *field = &line->fields[2];
	const char *slash = memchr(field->at, '/', field->length);
	struct field before = { field->at, slash == NULL ? field->length : (size_t)(slash - field->at) };
	struct prefix whole;
	int code = parse_address(line, &before, &network->base, failure);

	if (code != 0)
		return code;
	network->length = slash == NULL ? 0 : parse_number(slash + 1, field->length - before.length - 1, 126);
	if (network->length == 0)
		return fail(failure, BAD, "line %u: network %.*s needs a prefix length from 1 to 126", line->number,
			    shown(field), field->at);
	/* Without host bits, the network is the first of its addresses: one bit more must not reach beyond. */
	whole = (struct prefix){ .base = network->base, .length = 128 };
	for (unsigned bit = network->length; bit < 128; bit++)
		whole.base.s6_addr[bit / 8] &= (uint8_t)~(0x80U >> bit % 8);
	if (!same_address(&whole.base, &network->base))
		return fail(failure, BAD, "line %u: network %.*s has host bits", line->number, shown(field), field->at);
	return 0;
}

static int parse_tap(const struct line *line, struct request *request, struct failure *failure)
{
	struct tap *tap = &request->taps[request->count];
	int code;

	if (line->count < 5 || (line->count == 6 && !is(&line->fields[5], "down")))
		return fail(failure, BAD, "line %u: expected `tap NAME NETWORK GATEWAY ADDR [down]`", line->number);
	code = parse_name(line, tap->name, failure);
	if (code != 0)
		return code;
	tap->number = subtap_number(request->slaptap, tap->name);
	if (tap->number == 0)
		return fail(failure, BAD, "line %u: %s is not %s-<number>, number from 1 to %d", line->number, tap->name,
			    request->slaptap, TAPS_MAX);
	if (request->numbered[tap->number] != NULL)
		return fail(failure, BAD, "line %u: %s is there twice", line->number, tap->name);
	request->numbered[tap->number] = tap;
	code = parse_network(line, &tap->network, failure);
	if (code == 0)
		code = parse_address(line, &line->fields[3], &tap->gateway, failure);
	if (code == 0)
		code = parse_address(line, &line->fields[4], &tap->addr, failure);
	if (code != 0)
		return code;
	if (tap->network.length != request->taps[0].network.length)
		return fail(failure, BAD, "line %u: %s has a network of /%u, %s one of /%u: they must be of one length",
			    line->number, tap->name, tap->network.length, request->taps[0].name,
			    request->taps[0].network.length);
	if (!prefix_has(&tap->network, &tap->gateway) || !prefix_has(&tap->network, &tap->addr))
		return fail(failure, BAD, "line %u: %s has a gateway or address outside of its network", line->number,
			    tap->name);
	if (same_address(&tap->gateway, &tap->addr))
		return fail(failure, BAD, "line %u: %s has one address as gateway and as its own", line->number, tap->name);
	tap->down = line->count == 6;
	request->count++;
	return 0;
}

static int by_network(const void *a, const void *b)
{
	return memcmp(&((const struct tap *)a)->network.base, &((const struct tap *)b)->network.base,
		      sizeof(struct in6_addr));
}

/* Networks of one length overlap where they are the same. */
static int sort_taps(struct request *request, struct failure *failure)
{
	qsort(request->taps, request->count, sizeof request->taps[0], by_network);
	for (size_t i = 0; i < request->count; i++)
		request->numbered[request->taps[i].number] = &request->taps[i];
	for (size_t i = 1; i < request->count; i++)
		if (prefix_same(&request->taps[i - 1].network, &request->taps[i].network))
			return fail(failure, BAD, "%s and %s have overlapping networks", request->taps[i - 1].name,
				    request->taps[i].name);
	return 0;
}

int parse_request(const char *text, size_t length, struct request *request, struct failure *failure)
{
	struct line line = { .number = 0 };
	int code;

	memset(request, 0, sizeof *request);
	if (length > REQUEST_MAX)
		return fail(failure, BAD, "the request is longer than %d bytes", REQUEST_MAX);
	code = next_line(&text, &length, &line, failure);
	if (code != 0)
		return code;
	if (line.count != 2 || !is(&line.fields[0], "netcapdo") || !is(&line.fields[1], "1"))
		return fail(failure, BAD, "line 1: expected `netcapdo 1`");
	code = next_line(&text, &length, &line, failure);
	if (code != 0)
		return code;
	if (line.count != 2 || !is(&line.fields[0], "slaptap"))
		return fail(failure, BAD, "line 2: expected `slaptap NAME`");
	code = parse_name(&line, request->slaptap, failure);
	while (code == 0) {
		code = next_line(&text, &length, &line, failure);
		if (code != 0)
			return code;
		if (line.count == 1 && is(&line.fields[0], "end"))
			break;
		if (!is(&line.fields[0], "tap"))
			return fail(failure, BAD, "line %u: expected `tap …` or `end`", line.number);
		if (request->count == TAPS_MAX)
			return fail(failure, BAD, "line %u: more than %d subtaps", line.number, TAPS_MAX);
		code = parse_tap(&line, request, failure);
	}
	if (code != 0)
		return code;
	if (length > 0)
		return fail(failure, BAD, "line %u: nothing may follow `end`", line.number + 1);
	return sort_taps(request, failure);
}
