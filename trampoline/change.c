/* Carries changes out: what must go first, then each subtap from its link to its routes. */
#include "netcapdo.h"

/* In this order. */
enum pass { REMOVE, CLEAR, MAKE, PREPARE, QUIET, RAISE, SERVE };

static enum pass pass_of(const struct change *change) {
	static const enum pass passes[] = { [LINK] = MAKE,   [UP] = RAISE,    [DOWN] = PREPARE, [MTU] = PREPARE,
					    [GROUP] = PREPARE, [SYSCTL] = QUIET, [ADDR] = SERVE,   [ROUTE_GATEWAY] = SERVE,
					    [ROUTE_NETWORK] = SERVE };

	if (change->verb == REMOVED)
		return change->what == LINK ? REMOVE : CLEAR;
	return passes[change->what];
}

static bool carry_out_one(struct run *run, struct change *change) {
	enum pass pass = pass_of(change);
	bool good;

	if (pass != MAKE && pass != QUIET)
		return queue_change(run, change);
	good = freshen(run) && raise_capability(true, &run->why) && (pass == QUIET || create_tap(run, change)) &&
	       quiet_tap(run, change->tap->name);
	change->done |= good;
	return raise_capability(false, &run->why) && good;
}

static bool pass_over(struct run *run, enum pass pass, size_t first, size_t end) {
	bool good = true;

	for (size_t i = first; good && i < end; i++)
		if (pass_of(&run->changes.list[i]) == pass && !run->changes.list[i].done)
			good = carry_out_one(run, &run->changes.list[i]);
	return good && send_changes(run);
}

/* Where those changes end that make at most BATCH links. */
static size_t end_of_group(const struct changes *changes, size_t first) {
	size_t made = 0, end = first;

	for (; end < changes->count; end++) {
		made += pass_of(&changes->list[end]) == MAKE;
		if (made > BATCH)
			break;
	}
	return end;
}

/* New TAPs are held until they are up and were looked at, those of the last group until all is: nobody else can open
 * them meanwhile and change their link type. Routes come last: when a TAP is let go, the kernel walks over all of them. */
bool carry_out(struct run *run) {
	bool good = remove_links(run) && pass_over(run, CLEAR, 0, run->changes.count);

	for (size_t first = 0, end; good && first < run->changes.count; first = end) {
		end = end_of_group(&run->changes, first);
		for (enum pass pass = MAKE; good && pass <= RAISE; pass++)
			good = pass_over(run, pass, first, end);
		if (good && end < run->changes.count) {
			good = look_again(run);
			close_taps(run);
		}
	}
	return good && pass_over(run, SERVE, 0, run->changes.count);
}

/* Takes back what this run made, and what it set up. What it removed or mended stays so. It takes no memory. */
void undo(struct run *run) {
	struct changes *changes = &run->changes, all = run->changes;

	changes->count = 0;
	for (size_t i = 0; i < all.count; i++) {
		struct change change = all.list[i];
		if (!change.done || (change.verb != CREATED && change.what != UP))
			continue;
		change.done = false;
		if (change.what == UP)
			change.what = DOWN;
		else
			change.verb = REMOVED;
		all.list[i] = all.list[changes->count];
		changes->list[changes->count++] = change;
	}
	run->batch.count = 0;
	run->hand.used = run->hand.last = 0;
	run->hand.why = run->eye.why = &run->undone;
	run->undoing = true;
	if (remove_links(run) && pass_over(run, CLEAR, 0, changes->count))
		pass_over(run, PREPARE, 0, changes->count);
	*changes = (struct changes){ all.list + changes->count, all.count - changes->count, 0 };
}
