/* What the kernel has is looked at before the changes, among them and after them, and judged each time. */
#include "netcapdo.h"

static bool observe(struct run *run, struct state *state) {
	run->looked = milliseconds();
	if (!dump(&run->eye, RTM_GETLINK, state) || !dump(&run->eye, RTM_GETADDR, state) || !dump(&run->eye, RTM_GETROUTE, state))
		return false;
	index_state(state);
	return true;
}

bool look(struct run *run, struct state *state, bool after) {
	bool good = observe(run, state) && judge(&run->request, state, after, &run->why);

	/* What was right in the request at first is right: what is wrong later is the node's. */
	if (state != &run->before && run->why.code == BAD)
		run->why.code = FAILED;
	return good;
}

/* Among the changes: what they are about must still be what it was. */
static bool look_again(struct run *run) {
	const struct change *change = run->changes.at;

	if (!look(run, &run->after, false))
		return false;
	for (size_t i = 0; i < run->changes.count; i++, change++) {
		const struct link *link = link_of(&run->after, change->tap->index);
		bool gone = link == NULL && change->tap->index != 0 && change->verb != REMOVED;
		if (gone || (link != NULL && (!is_subtap_of(link, run->request.user) || strcmp(link->name, change->tap->name) != 0)))
			return fail(&run->why, FAILED, "%s is no longer what it was", change->tap->name);
	}
	return true;
}

/* Before each change: the caller can stop this process for as long as they like, and what was seen is then no longer
 * what is there. */
bool freshen(struct run *run) {
	int64_t start = milliseconds();

	while (milliseconds() - run->looked > FRESH_MS && !run->undoing) {
		if (milliseconds() - start > LIMIT_MS)
			return fail(&run->why, FAILED, "it takes too long to look at what the kernel has");
		if (!raise_capability(run, false) || !look_again(run))
			return false;
	}
	return true;
}

/* Memory for the looks to come, before the first change: the caller can take it away from this process. */
bool make_room(struct run *run) {
	size_t links = run->before.links.count * 2 + run->request.count + BATCH;
	size_t addresses = run->before.addresses.count * 2 + run->request.count * 2 + BATCH;
	size_t routes = run->before.routes.count * 2 + run->request.count * 4 + BATCH;

	return (grow(&run->after.links, links, sizeof(struct link)) && grow(&run->after.routes, routes, sizeof(struct route)) &&
		grow(&run->after.addresses, addresses, sizeof(struct address)) &&
		grow(&run->doomed.links, links, sizeof(struct link)) &&
		make_changes(&run->rest, &run->request, addresses, routes)) ||
	       fail(&run->why, FAILED, "memory is short");
}
