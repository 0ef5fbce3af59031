/* What the kernel has is looked at before the changes, among them and after them, and judged each time. */
#include <linux/if_link.h>
#include <sys/socket.h>
#include <time.h>
#include "netcapdo.h"

/* Milliseconds that pass while the machine sleeps, too, and while this process is stopped. */
int64_t milliseconds(void) {
	struct timespec now = { .tv_sec = 0 };

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Pauses, each time about twice as long, 32 ms at most; false where that has been going on for too long. */
bool wait_longer(int64_t start) {
	int64_t passed = milliseconds() - start;

	nanosleep(&(struct timespec){ .tv_nsec = (passed < 32 ? passed + 1 : 32) * 1000000 }, NULL);
	return passed <= LIMIT_MS;
}

/* Of what was heard: has something come and something gone? So it is taken where more was said than heard, too. */
static bool has_heard(struct netlink *ear) {
	bool come = false, gone = false;
	struct reply reply;
	ssize_t length;

	while ((length = recv(ear->fd, ear->in, sizeof ear->in, MSG_DONTWAIT)) > 0) {
		struct span heard = { ear->in, (size_t)length };
		while (next_reply(&heard, &reply) > 0) {
			come |= reply.type == RTM_NEWROUTE;
			gone |= reply.type != RTM_NEWROUTE && reply.type != RTM_NEWADDR;
		}
	}
	return (come && gone) || errno != EAGAIN;
}

/* One dump. The kernel marks those of links and addresses that changed meanwhile; of routes it marks none. A route
 * that comes makes it begin anew and skip as much as it has given already: what has gone of that meanwhile, it skips
 * of the rest. So a dump of several parts is good where nothing came, or nothing went. What fails is read to its end:
 * while a dump is under way the kernel gives no other, and what was made must still be removed. */
static bool dump_once(struct run *run, struct state *state, bool *interrupted) {
	struct sockaddr_nl ear = { .nl_family = AF_NETLINK, .nl_pid = run->ear.port,
				   .nl_groups = RTMGRP_LINK | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE };
	size_t first = run->eye.datagrams + 1;
	bool several = false, done = false, good = true;
	struct reply reply;

	*interrupted = false;
	if (bind(run->ear.fd, (struct sockaddr *)&ear, sizeof ear) != 0 || !transmit(&run->eye, 0))
		return fail(run->eye.why, FAILED, "could not listen to rtnetlink: %s", strerror(errno));
	while (!done) {
		if (!next_answer(&run->eye, &reply))
			return false;
		*interrupted |= (reply.flags & NLM_F_DUMP_INTR) != 0;
		if (reply.sequence != run->eye.sequence)
			continue;
		done = reply.type == NLMSG_DONE || reply.type == NLMSG_ERROR;
		good = good && (done || take_reply(state, &reply));
		several |= !done && run->eye.datagrams > first;
	}
	if (!good)
		return fail(run->eye.why, FAILED, "an answer of rtnetlink makes no sense, or memory is short");
	ear.nl_groups = 0;
	if (reply.error != 0 || bind(run->ear.fd, (struct sockaddr *)&ear, sizeof ear) != 0)
		return fail(run->eye.why, FAILED, "rtnetlink: %s %s", strerror(reply.error == 0 ? errno : reply.error), reply.text);
	*interrupted |= has_heard(&run->ear) && several;
	return true;
}

/* Reads links, IPv6 addresses or IPv6 routes of table main: again where they changed meanwhile, with growing pauses.
 * Addresses and routes make one list. */
static bool dump(struct run *run, unsigned type, const void *head, size_t size, struct state *state) {
	struct list *list = type == RTM_GETLINK ? &state->links : &state->routes;
	size_t kept = type == RTM_GETROUTE ? list->count : 0;
	int64_t start = milliseconds();
	bool interrupted;

	do {
		list->count = kept;
		put_message(&run->eye, type, NLM_F_DUMP, head, size);
		if (type == RTM_GETLINK)
			put_attribute(&run->eye, IFLA_EXT_MASK, &(uint32_t){ RTEXT_FILTER_SKIP_STATS }, sizeof(uint32_t));
		if (!dump_once(run, state, &interrupted))
			return false;
	} while (interrupted && wait_longer(start));
	return !interrupted || fail(run->eye.why, FAILED, "what the kernel has changed during each dump of %d seconds", LIMIT_MS / 1000);
}

bool dump_links(struct run *run, struct state *state) {
	static const struct ifinfomsg any = { .ifi_family = AF_UNSPEC };

	return dump(run, RTM_GETLINK, &any, sizeof any, state) && index_state(state);
}

bool look(struct run *run, struct state *state, bool after) {
	struct ifaddrmsg addresses = { .ifa_family = AF_INET6 };
	struct rtmsg routes = { .rtm_family = AF_INET6, .rtm_table = RT_TABLE_MAIN };

	run->looked = milliseconds();
	bool good = dump_links(run, state) && dump(run, RTM_GETADDR, &addresses, sizeof addresses, state) &&
	       dump(run, RTM_GETROUTE, &routes, sizeof routes, state) && judge(&run->request, state, after, &run->why);
	/* What was right in the request at first is right: what is wrong later is the node's. */
	if (state != &run->before && run->why.code == BAD)
		run->why.code = FAILED;
	return good;
}

/* Among the changes: what they are about must still be what it was. */
static bool look_again(struct run *run) {
	if (!look(run, &run->after, false))
		return false;
	for (size_t i = 0; i < run->changes.count; i++) {
		const struct change *change = &run->changes.change[i];
		const struct link *link = link_of(&run->after, change->tap->index);
		if (link == NULL ? change->tap->index != 0 && change->verb != REMOVED :
				   !is_subtap_of(link, run->request.user) || strcmp(link->name, change->tap->name) != 0)
			return fail(&run->why, FAILED, "%s is no longer what it was", change->tap->name);
	}
	return true;
}

/* Before each change, and raises the capability for it: the caller can stop this process for as long as they like, and
 * what was seen is then no longer what is there. To undo, nothing is looked at. */
bool freshen(struct run *run) {
	int64_t start = milliseconds();

	while (milliseconds() - run->looked > FRESH_MS && run->hand.why == &run->why) {
		if (!wait_longer(start))
			return fail(&run->why, FAILED, "it takes too long to look at what the kernel has");
		if (!raise_capability(run, false) || !look_again(run))
			return false;
	}
	return raise_capability(run, true);
}

/* Memory for the looks to come, before the first change: the caller can take it away from this process. */
bool make_room(struct run *run) {
	size_t links = run->before.links.count * 2 + run->request.count + BATCH;
	size_t routes = run->before.routes.count * 2 + run->request.count * 6 + BATCH;

	return (grow(&run->after.links, links, sizeof(struct link)) && grow(&run->after.routes, routes, sizeof(struct route)) &&
		grow(&run->doomed.links, links, sizeof(struct link)) && grow(&run->rest, run->changes.room + routes, sizeof(struct change))) ||
	       fail(&run->why, FAILED, "memory is short");
}
