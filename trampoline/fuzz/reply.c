/* Fuzzes what is read from rtnetlink, and the decisions on it: a datagram into the state, then the rules and the
 * difference for a fixed request. */
#include "netcapdo.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char request_text[] = "netcapdo 1\nslaptap slaptap16\n"
			   "tap slaptap16-1 2401:5180:0:66:a280::/73 2401:5180:0:66:a280::1 2401:5180:0:66:a2ff:ffff:ffff:ffff\n"
			   "tap slaptap16-2 2401:5180:0:66:a300::/73 2401:5180:0:66:a300::1 2401:5180:0:66:a37f:ffff:ffff:ffff\nend\n";

static void hold(bool condition) {
	if (!condition)
		abort();
}

static void decide(struct request *request, struct state *state) {
	struct list changes = { .count = 0 };
	struct failure why = { .code = 0 };

	index_state(state);
	for (int after = 0; after <= 1; after++) {
		if (!judge(request, state, after == 1, &why))
			continue;
		if (!difference(request, state, &changes, &why))
			hold(why.code == FAILED);
		for (size_t i = 0; i < changes.count; i++)
			hold(subtap_number(request->slaptap, changes.change[i].tap->name) != 0);
		free(changes.at);
		changes = (struct list){ .count = 0 };
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
	static struct request request;
	char text[sizeof request_text];
	struct state state = { .slaptap_name = request.slaptap };
	struct failure why = { .code = 0 };
	uint8_t *own = malloc(length == 0 ? 1 : length);
	struct span datagram = { own, length };
	struct reply reply;
	int taken;

	memset(&request, 0, sizeof request);
	memcpy(text, request_text, sizeof text);
	hold(own != NULL && parse_request(text, sizeof text - 1, &request, &why));
	request.user = 65533;
	request.allowed = TAPS_MAX;
	memcpy(own, bytes, length);
	while ((taken = next_reply(&datagram, &reply)) > 0) {
		hold(reply.error >= 0 && reply.error <= 4095);
		hold(strlen(reply.text) < length);
		if (!take_reply(&state, &reply))
			break;
	}
	decide(&request, &state);
	free(state.links.at);
	free(state.routes.at);
	free(own);
	return 0;
}
