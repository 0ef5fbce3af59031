/* Removes links by a group: the kernel waits for its readers once, and not for each link. */
#include <sys/random.h>
#include "netcapdo.h"

static bool is_removal(const struct change *change) {
	return change->verb == REMOVED && change->what == LINK && !change->done;
}

/* A random group that no link was in. */
static bool choose_group(struct run *run) {
	const struct link *links = run->before.links.at;
	uint32_t group = 0;

	if (getrandom(&group, sizeof group, 0) != (ssize_t)sizeof group)
		return fail(run->hand.why, FAILED, "no random number");
	run->doomed.group = (group & INT32_MAX) | 1U << 16;
	for (size_t i = 0; i < run->before.links.count; i++)
		if (links[i].group == run->doomed.group)
			return fail(run->hand.why, FAILED, "%s is in a group that was chosen at random", links[i].name);
	return true;
}

/* A link that is about to be removed, still as it was when it was judged? */
static bool is_doomed(const struct changes *changes, size_t end, const struct link *link, uid_t user) {
	for (size_t i = 0; i < end; i++)
		if (is_removal(&changes->list[i]) && changes->list[i].tap->index == link->index)
			return strcmp(changes->list[i].tap->name, link->name) == 0 && is_subtap_of(link, user);
	return false;
}

/* Asking the kernel to delete a group deletes whatever is in it: it must hold the doomed and nothing else. */
static bool remove_group(struct run *run, size_t end) {
	const struct link *links;
	int64_t start = milliseconds();
	size_t members = 0;

	if (!dump(&run->eye, RTM_GETLINK, &run->doomed))
		return false;
	links = run->doomed.links.at;
	for (size_t i = 0; i < run->doomed.links.count; i++) {
		members += !links[i].altname;
		if (!links[i].altname && !is_doomed(&run->changes, end, &links[i], run->request.user))
			return fail(run->hand.why, FAILED, "%s came among those to remove; nothing was removed", links[i].name);
	}
	if (milliseconds() - start > FRESH_MS)
		return fail(run->hand.why, FAILED, "what shall be removed could not be looked at in time");
	return members == 0 || send_removal(run, run->doomed.group);
}

/* Removes the next of them, at most as many as go together without holding up the kernel for long; gives the end. */
static size_t remove_some(struct run *run, size_t first, bool *good) {
	struct change *list = run->changes.list;
	size_t end = first;

	for (size_t count = 0; *good && end < run->changes.count && count < BATCH; end++)
		if (is_removal(&list[end])) {
			list[end].value = run->doomed.group;
			*good = queue_change(run, &list[end]);
			count++;
		}
	*good = *good && send_changes(run);
	for (size_t i = first; i < end; i++)
		list[i].done &= !(list[i].verb == REMOVED && list[i].what == LINK);
	*good = *good && remove_group(run, end);
	for (size_t i = first; i < end; i++)
		list[i].done |= *good && is_removal(&list[i]);
	return end;
}

bool remove_links(struct run *run) {
	bool removal = false, good = true;

	for (size_t i = 0; i < run->changes.count; i++)
		removal |= is_removal(&run->changes.list[i]);
	good = !removal || choose_group(run);
	for (size_t end = 0; removal && good && end < run->changes.count;)
		end = remove_some(run, end, &good);
	return good;
}
