/* Carries changes out: what must go first, then each subtap from its link to its routes. */
#include "netcapdo.h"

/* In this order over all changes. */
enum pass { REMOVE_LINKS, CLEAR, MAKE, PREPARE, QUIET, SERVE, PASSES };

static enum pass pass_of(const struct change *change) {
	static const enum pass passes[] = { [LINK] = MAKE,     [UP] = SERVE,    [DOWN] = PREPARE,
					    [MTU] = PREPARE,   [GROUP] = PREPARE, [SYSCTL] = QUIET,
					    [ADDR] = SERVE,    [ROUTE_GATEWAY] = SERVE, [ROUTE_NETWORK] = SERVE };

	if (change->verb == REMOVED)
		return change->what == LINK ? REMOVE_LINKS : CLEAR;
	return passes[change->what];
}

static bool carry_out_one(struct run *run, struct change *change) {
	struct failure *why = run->netlink.why;

	if (pass_of(change) == MAKE) {
		change->done = create_tap(run->netlink.fd, change->name, run->request.user, &change->tap->index, why);
		return change->done && quiet_tap(run->settings, change->name, why);
	}
	if (pass_of(change) == QUIET)
		return change->done = quiet_tap(run->settings, change->name, why);
	return queue_change(run, change);
}

bool carry_out(struct run *run, struct changes *changes) {
	bool removal = false, good = true;

	for (size_t i = 0; i < changes->count; i++)
		removal |= pass_of(&changes->list[i]) == REMOVE_LINKS;
	good = !removal || remove_links(run, changes);
	for (enum pass pass = CLEAR; good && pass < PASSES; pass++) {
		for (size_t i = 0; good && i < changes->count; i++)
			if (pass_of(&changes->list[i]) == pass)
				good = carry_out_one(run, &changes->list[i]);
		good = good && send_changes(run);
	}
	return good;
}

/* Takes back what this run made: links, addresses and routes. What it removed or mended stays so. */
void undo(struct run *run) {
	struct changes *changes = &run->changes;
	struct changes made = { .list = calloc(changes->count, sizeof changes->list[0]) };
	struct failure why = { .text = "memory is short: what was made stays" };

	run->batch.count = 0;
	run->netlink.used = run->netlink.last = 0;
	run->netlink.why = &why;
	for (size_t i = 0; made.list != NULL && i < changes->count; i++)
		if (changes->list[i].verb == CREATED && changes->list[i].done) {
			made.list[made.count] = changes->list[i];
			made.list[made.count].verb = REMOVED;
			made.list[made.count++].done = changes->list[i].done = false;
		}
	if (made.list == NULL || !carry_out(run, &made))
		report(why.text);
	free(made.list);
}
