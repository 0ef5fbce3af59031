/* Carries changes out: what must go first, then each subtap from its link to its routes. */
#include "netcapdo.h"

static enum pass pass_of(const struct change *change) {
	static const enum pass passes[] = { [LINK] = MAKE,   [UP] = RAISE,    [DOWN] = PREPARE, [MTU] = PREPARE,
					    [GROUP] = PREPARE, [SYSCTL] = QUIET, [ADDR] = SERVE,   [ROUTE_GATEWAY] = SERVE,
					    [ROUTE_NETWORK] = SERVE };

	if (change->verb == REMOVED)
		return change->what == LINK ? REMOVE : CLEAR;
	return passes[change->what];
}

static bool carry_out_one(struct run *run, struct change *change, enum pass pass) {
	bool good;

	if (pass != MAKE && pass != QUIET)
		return queue_change(run, change);
	good = freshen(run) && raise_capability(run, true) && (pass == QUIET || create_tap(run, change)) &&
	       quiet_tap(run, change->tap->name);
	change->done |= good;
	return good;
}

bool pass_over(struct run *run, enum pass pass, size_t first, size_t end) {
	struct change *list = run->changes.at;
	bool good = true;

	for (size_t i = first; good && i < end; i++)
		if (pass_of(&list[i]) == pass && !list[i].done)
			good = carry_out_one(run, &list[i], pass);
	return raise_capability(run, false) && good && send_changes(run);
}

/* Where those changes end that make, or remove, at most BATCH links. */
static size_t end_of_group(const struct list *changes, enum pass pass, size_t first) {
	const struct change *list = changes->at;
	size_t links = 0, end = first;

	while (end < changes->count && (links += pass_of(&list[end]) == pass) <= BATCH)
		end++;
	return end;
}

/* By groups, so that no bystander waits for the kernel's lock for long. */
static bool remove_all(struct run *run) {
	bool good = true;

	for (size_t first = 0, end; good && first < run->changes.count; first = end) {
		end = end_of_group(&run->changes, REMOVE, first);
		good = remove_links(run, first, end);
	}
	return good;
}

/* New TAPs are held until they are up: nobody else can open them meanwhile and change their link type. Addresses and
 * routes come last: when a TAP is let go, the kernel walks over all routes. */
bool carry_out(struct run *run) {
	bool good = remove_all(run) && pass_over(run, CLEAR, 0, run->changes.count);

	for (size_t first = 0, end; good && first < run->changes.count; first = end) {
		end = end_of_group(&run->changes, MAKE, first);
		for (enum pass pass = MAKE; good && pass <= RAISE; pass++)
			good = pass_over(run, pass, first, end);
		good = let_taps_go(run) && good;
	}
	return good && pass_over(run, SERVE, 0, run->changes.count);
}

/* Takes back what this run made, and what it set up. What it removed or mended stays so. It takes no memory. */
void undo(struct run *run) {
	struct list *changes = &run->changes, all = run->changes;
	struct change *list = all.at;

	changes->count = 0;
	for (size_t i = 0; i < all.count; i++) {
		struct change change = list[i];
		if (!change.done || (change.verb != CREATED && change.what != UP))
			continue;
		change.done = false;
		if (change.what == UP)
			change.what = DOWN;
		else
			change.verb = REMOVED;
		list[i] = list[changes->count];
		list[changes->count++] = change;
	}
	run->queue = 0;
	run->hand.used = run->hand.last = 0;
	run->hand.why = run->eye.why = &run->undone;
	run->undoing = true;
	if (remove_all(run) && pass_over(run, CLEAR, 0, changes->count))
		pass_over(run, PREPARE, 0, changes->count);
	*changes = (struct list){ list + changes->count, all.count - changes->count, 0 };
}
