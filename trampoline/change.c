/* Carries changes out: what must go first, then each subtap from its link to its routes. */
#include <linux/if_link.h>
#include <sys/random.h>
#include "netcapdo.h"

static bool is_removal(const struct change *change) {
	return change->verb == REMOVED && change->what == LINK;
}

/* Does one thing to all subtaps; a link that shall go is moved into the group. */
static bool pass_over(struct run *run, bool removed, enum what what, size_t first, size_t end) {
	bool good = true;

	for (size_t i = first; good && i < end; i++) {
		struct change *change = &run->changes.change[i];
		if (change->what != what || (change->verb == REMOVED) != removed || change->done)
			continue;
		if (what == SYSCTL || (what == LINK && !removed))
			good = freshen(run) && (what == SYSCTL || create_tap(run, change)) && quiet_tap(run, change);
		else
			good = queue_change(run, change);
	}
	return raise_capability(run, false) && good && send_changes(run);
}

/* Where those changes end that make or remove at most BATCH links: so no bystander waits for the kernel's lock for long. */
static size_t end_of_group(const struct list *changes, size_t first) {
	size_t links = 0, end = first;

	while (end < changes->count && (links += changes->change[end].what == LINK) <= BATCH)
		end++;
	return end;
}

/* A random group that no link was in. */
static bool choose_group(struct run *run) {
	uint32_t *group = &run->doomed.group;
	bool good = getrandom(group, sizeof *group, 0) == (ssize_t)sizeof *group;

	*group = (*group & INT32_MAX) | 1U << 16;
	for (size_t i = 0; i < run->before.links.count; i++)
		good &= run->before.links.link[i].group != *group;
	return good || fail(run->hand.why, FAILED, "no random group is to be had");
}

/* A link that these changes remove, still as it was when it was judged? */
static bool is_doomed(const struct run *run, size_t first, size_t end, const struct link *link) {
	for (size_t i = first; i < end; i++) {
		const struct change *change = &run->changes.change[i];
		if (is_removal(change) && change->tap->index == link->index)
			return strcmp(change->tap->name, link->name) == 0 && is_subtap_of(link, run->request.user);
	}
	return false;
}

/* Asking the kernel to delete a group deletes whatever is in it: it must hold the doomed and nothing else. */
static bool check_group(struct run *run, size_t first, size_t end) {
	int64_t start = milliseconds();

	if (!dump_links(run, &run->doomed))
		return false;
	for (size_t i = 0; i < run->doomed.links.count; i++) {
		const struct link *link = &run->doomed.links.link[i];
		if (!link->altname && !is_doomed(run, first, end, link))
			return fail(run->hand.why, FAILED, "%s came among those to remove; nothing was removed", link->name);
	}
	return milliseconds() - start <= FRESH_MS || fail(run->hand.why, FAILED, "what shall be removed could not be looked at in time");
}

/* Removes links by a group: the kernel waits for its readers once, and not for each link. */
static bool remove_links(struct run *run, size_t first, size_t end) {
	struct change *list = run->changes.change, *removal = NULL;
	struct ifinfomsg any = { .ifi_family = AF_UNSPEC };

	for (size_t i = first; i < end; i++)
		removal = is_removal(&list[i]) ? &list[i] : removal;
	if (removal == NULL)
		return true;
	if (!pass_over(run, true, LINK, first, end) || !check_group(run, first, end))
		return false;
	run->queued[run->queue++] = removal;
	put_message(&run->hand, RTM_DELLINK, 0, &any, sizeof any);
	put_attribute(&run->hand, IFLA_GROUP, &run->doomed.group, sizeof run->doomed.group);
	if (!send_changes(run))
		return false;
	for (size_t i = first; i < end; i++)
		list[i].done |= is_removal(&list[i]);
	return true;
}

/* By groups; what must go comes first in the list. New TAPs are held until they are up: nobody else can open them
 * meanwhile and change their link type. Addresses and routes come last: when a TAP is let go, the kernel walks over all
 * routes. */
bool carry_out(struct run *run) {
	size_t count = run->changes.count;
	bool good = choose_group(run);

	for (size_t first = 0, end; good && first < count; first = end) {
		end = end_of_group(&run->changes, first);
		good = remove_links(run, first, end);
		for (enum what what = ADDR; good && what <= ROUTE_NETWORK; what++)
			good = pass_over(run, true, what, first, end);
		for (enum what what = LINK; good && what <= UP; what++)
			good = pass_over(run, false, what, first, end);
		good = let_taps_go(run) && good;
	}
	for (enum what what = ADDR; good && what <= ROUTE_NETWORK; what++)
		good = pass_over(run, false, what, 0, count);
	return good;
}

/* Takes back what this run made, and what it set up. What it removed or mended stays so. It takes no memory: make_room()
 * has seen to the list. */
void undo(struct run *run) {
	struct list all = run->changes;

	run->rest.count = 0;
	for (size_t i = 0; i < all.count; i++) {
		struct change back = all.change[i];
		if (!back.done || (back.verb != CREATED && back.what != UP))
			continue;
		all.change[i].done = back.done = false;
		back.verb = back.what == UP ? CHANGED : REMOVED;
		back.what = back.what == UP ? DOWN : back.what;
		run->rest.change[run->rest.count++] = back;
	}
	run->hand.used = run->hand.last = run->queue = 0;
	run->hand.why = run->eye.why = &run->undone;
	run->changes = run->rest;
	carry_out(run);
	run->changes = all;
}
