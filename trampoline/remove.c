/* Removes links by a group: the kernel waits for its readers once, and not for each link. */
#include <sys/random.h>
#include "netcapdo.h"

static bool is_removal(const struct change *change) {
	return change->verb == REMOVED && change->what == LINK;
}

/* A link that this run removes, still as it was when it was judged? */
static bool is_doomed(const struct changes *changes, const struct link *link, uid_t user) {
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->list[i];
		if (is_removal(change) && (change->tap == NULL ? change->index : change->tap->index) == link->index)
			return strcmp(change->name, link->name) == 0 && is_subtap_of(link, user);
	}
	return false;
}

static bool is_used(const struct state *state, uint32_t group) {
	const struct link *links = state->links.at;

	for (size_t i = 0; i < state->links.count; i++)
		if (links[i].group == group)
			return true;
	return false;
}

/* A random group that no link is in. */
static bool choose_group(const struct state *state, uint32_t *group, struct failure *why) {
	do {
		if (getrandom(group, sizeof *group, 0) != (ssize_t)sizeof *group)
			return fail(why, FAILED, "no random number");
		*group = (*group & INT32_MAX) | 1U << 16;
	} while (is_used(state, *group));
	return true;
}

/* Asking the kernel to delete a group deletes whatever is in it: it must hold the doomed and nothing else. */
static bool remove_group(struct run *run, const struct state *state, uint32_t group, const struct changes *changes) {
	struct change gone = { .verb = REMOVED, .what = LINK, .name = "the subtaps", .value = group };
	const struct link *links = state->links.at;
	size_t members = 0;

	for (size_t i = 0; i < state->links.count; i++) {
		if (links[i].group != group || links[i].altname)
			continue;
		if (!is_doomed(changes, &links[i], run->request.user))
			return fail(run->netlink.why, FAILED, "%s came among those to remove; nothing was removed", links[i].name);
		members++;
	}
	return members == 0 || send_removal(run, &gone);
}

bool remove_links(struct run *run, struct changes *changes) {
	struct state state = { .slaptap_name = run->request.slaptap };
	uint32_t group = 0;
	bool good = dump(&run->netlink, RTM_GETLINK, &state) && choose_group(&state, &group, run->netlink.why);

	for (size_t i = 0; good && i < changes->count; i++)
		if (is_removal(&changes->list[i])) {
			changes->list[i].value = group;
			good = queue_change(run, &changes->list[i]);
		}
	good = good && send_changes(run) && dump(&run->netlink, RTM_GETLINK, &state) &&
	       remove_group(run, &state, group, changes);
	for (size_t i = 0; i < changes->count; i++)
		changes->list[i].done &= good;
	free(state.links.at);
	return good;
}
