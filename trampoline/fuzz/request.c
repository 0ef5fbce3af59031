/* Fuzzes the request parser; what it accepts must hold what the rest of the program takes for granted. */
#include "netcapdo.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool condition) {
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
	static struct request request;
	struct failure why = { .code = 0 };
	char *text = malloc(length + 1); /* of its own, so that a byte read beyond it is seen */
	bool good;

	hold(text != NULL);
	memset(&request, 0, sizeof request);
	memcpy(text, bytes, length);
	text = realloc(text, length == 0 ? 1 : length);
	good = parse_request(text, length, &request, &why);
	hold(good == (why.code == 0) && (good || why.code == BAD));
	for (const char *at = why.text; *at != 0; at++)
		hold((unsigned char)*at >= ' ' && *at != 0x7f);
	hold(good || why.text[0] != 0);
	for (size_t i = 0; good && i < request.count; i++) {
		const struct tap *tap = &request.taps[i];
		hold(strlen(request.slaptap) > 0 && strlen(tap->name) < IFNAMSIZ && strpbrk(tap->name, "/ %:") == NULL);
		hold(tap->number >= 1 && tap->number <= TAPS_MAX && request.numbered[tap->number] == tap);
		hold(subtap_number(request.slaptap, tap->name) == tap->number);
		hold(tap->network.length == request.taps[0].network.length && tap->network.length <= 126);
		hold(has_address(&tap->network, &tap->gateway) && has_address(&tap->network, &tap->addr));
		hold(!IN6_ARE_ADDR_EQUAL(&tap->gateway, &tap->addr));
		hold(i == 0 || memcmp(&tap->network.base, &request.taps[i - 1].network.base, 16) > 0);
	}
	free(text);
	return 0;
}
