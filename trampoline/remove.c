/* Removes links by a group: the kernel waits for its readers once, and not for each link. */
#include <linux/if_link.h>
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
static bool is_doomed(const struct run *run, size_t first, size_t end, const struct link *link) {
	const struct change *list = run->changes.at;

	for (size_t i = first; i < end; i++)
		if (is_removal(&list[i]) && list[i].tap->index == link->index)
			return strcmp(list[i].tap->name, link->name) == 0 && is_subtap_of(link, run->request.user);
	return false;
}

/* Asks for the removal of all that is in the group. */
static bool send_removal(struct run *run) {
	struct tap subtaps = { .name = "the subtaps" };
	struct change gone = { .verb = REMOVED, .what = LINK, .tap = &subtaps };
	struct ifinfomsg any = { .ifi_family = AF_UNSPEC };

	run->queued[run->queue++] = &gone;
	put_message(&run->hand, RTM_DELLINK, 0, &any, sizeof any);
	put_attribute(&run->hand, IFLA_GROUP, &run->doomed.group, sizeof run->doomed.group);
	return send_changes(run);
}

/* Asking the kernel to delete a group deletes whatever is in it: it must hold the doomed and nothing else. */
static bool remove_group(struct run *run, size_t first, size_t end) {
	const struct link *links;
	int64_t start = milliseconds();
	size_t members = 0;

	if (!dump(&run->eye, RTM_GETLINK, &run->doomed))
		return false;
	links = run->doomed.links.at;
	for (size_t i = 0; i < run->doomed.links.count; i++) {
		members += !links[i].altname;
		if (!links[i].altname && !is_doomed(run, first, end, &links[i]))
			return fail(run->hand.why, FAILED, "%s came among those to remove; nothing was removed", links[i].name);
	}
	if (milliseconds() - start > FRESH_MS)
		return fail(run->hand.why, FAILED, "what shall be removed could not be looked at in time");
	return members == 0 || send_removal(run);
}

/* Of these changes. */
bool remove_links(struct run *run, size_t first, size_t end) {
	struct change *list = run->changes.at;
	size_t removals = 0;

	for (size_t i = first; i < end; i++)
		removals += is_removal(&list[i]);
	if (removals == 0)
		return true;
	if (!choose_group(run) || !pass_over(run, REMOVE, first, end) || !remove_group(run, first, end))
		return false;
	for (size_t i = first; i < end; i++)
		list[i].done |= is_removal(&list[i]);
	return true;
}
