/* netcapdo: gives subtaps of a SlapOS TAP to the owner of that TAP, and takes them away.
 *
 * Anybody on the node may run it, and it has CAP_NET_ADMIN: nothing that comes from its caller is trusted. One request
 * on standard input, one answer, no other program. docs/trampoline.md is its contract. */
#include <linux/capability.h>
#include <unistd.h>
#include "netcapdo.h"

static const char VERSION[] = "netcapdo 1.0.0\n";

static bool read_options(int argc, char **argv, struct run *run, struct failure *why) {
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--dry-run") == 0)
			run->dry_run = true;
		else if (strcmp(argv[i], "--version") == 0)
			run->version = true;
		else
			return fail(why, BAD, "usage: netcapdo [--dry-run] < REQUEST, or netcapdo --version");
	return true;
}

static bool read_request(struct request *request, struct failure *why) {
	char *text = malloc(REQUEST_MAX + 1);
	size_t length = 0;
	ssize_t got = 1;
	bool good;

	if (text == NULL)
		return fail(why, FAILED, "memory is short");
	while (got != 0 && length <= REQUEST_MAX) {
		got = read(STDIN_FILENO, text + length, REQUEST_MAX + 1 - length);
		if (got < 0 && errno != EINTR)
			break;
		length += got > 0 ? (size_t)got : 0;
	}
	good = got < 0 ? fail(why, BAD, "the request could not be read: %s", strerror(errno)) :
			 parse_request(text, length, request, why);
	free(text);
	return good;
}

/* Before anything else is read: is the slaptap the caller's? Then no other run works on it at the same time. Where it
 * is gone and only removal is wanted, all such runs wait for one another. */
static bool check_and_lock(struct run *run, struct failure *why) {
	const char *name = run->request.slaptap;

	if (!get_link(&run->netlink, name, &run->before))
		return false;
	index_state(&run->before);
	return judge_slaptap(&run->request, &run->before, why) && open_settings(&run->settings, why) &&
	       take_lock(run->settings, run->before.slaptap == NULL ? "default" : name, &run->capable, why);
}

static bool observe(struct run *run, struct state *state) {
	bool good = dump(&run->netlink, RTM_GETLINK, state) && dump(&run->netlink, RTM_GETADDR, state) &&
		    dump(&run->netlink, RTM_GETROUTE, state);

	index_state(state);
	return good;
}

/* Reads back. Where owner or range are no longer the caller's, what this run made goes again. */
static bool verify(struct run *run, struct failure *why) {
	const struct change *left;

	if (!observe(run, &run->after))
		return false;
	if (!judge(&run->request, &run->after, true, why)) {
		undo(run);
		return false;
	}
	if (!difference(&run->request, &run->after, &run->rest, why))
		return false;
	left = run->rest.list;
	return run->rest.count == 0 ||
	       fail(why, FAILED, "%s: what was read back differs: %s", left->name, what_text(left->what));
}

static bool change(struct run *run, struct failure *why) {
	bool create = false, good;

	if (!run->capable)
		return fail(why, DENIED, "no capability CAP_NET_ADMIN here: run `/opt/amarisoft/setcap` on this program");
	for (size_t i = 0; i < run->changes.count; i++)
		create |= run->changes.list[i].verb == CREATED && run->changes.list[i].what == LINK;
	if (create && !check_tun(why))
		return false;
	good = carry_out(run, &run->changes);
	return verify(run, why) && good;
}

static bool work(struct run *run, struct failure *why) {
	run->before.slaptap_name = run->after.slaptap_name = run->request.slaptap;
	run->netlink.why = why;
	if (run->capable && !set_capability(CAP_TO_MASK(CAP_NET_ADMIN), CAP_TO_MASK(CAP_NET_ADMIN), why))
		return false;
	if (!open_netlink(&run->netlink) || (run->capable && !check_and_lock(run, why)) || !observe(run, &run->before) ||
	    !judge(&run->request, &run->before, false, why) ||
	    !difference(&run->request, &run->before, &run->changes, why))
		return false;
	return run->changes.count == 0 || run->dry_run || change(run, why);
}

/* Names of the form of a subtap that nobody asked for, and that are not the caller's to remove. */
static void report_left_alone(const struct request *request, const struct state *state) {
	char text[128];

	for (unsigned n = 1; n <= TAPS_MAX; n++) {
		const struct link *link = state->numbered[n];
		if (link == NULL || request->numbered[n] != NULL || is_subtap_of(link, request->user))
			continue;
		snprintf(text, sizeof text, "%s is left alone: it %s", link->name, why_not_subtap(link, request->user));
		report(text);
	}
}

static bool serve(struct run *run, struct failure *why) {
	bool good = keep_capability(!run->dry_run && !run->version, &run->capable, why);

	if (good && run->version)
		return write(STDOUT_FILENO, VERSION, sizeof VERSION - 1) == sizeof VERSION - 1 ||
		       fail(why, FAILED, "the answer could not be written: %s", strerror(errno));
	if (!good || !check_caller(getuid(), why) || !read_request(&run->request, why))
		return false;
	run->request.user = getuid();
	good = work(run, why);
	good = set_capability(0, 0, why) && good;
	good = write_answer(&run->request, &run->changes, good, why) && good;
	report_left_alone(&run->request, &run->before);
	return good;
}

int main(int argc, char **argv) {
	struct failure why = { .code = 0 };
	struct run *run = calloc(1, sizeof *run);
	bool good = run == NULL ? fail(&why, FAILED, "memory is short") :
				  seal(&why) && read_options(argc, argv, run, &why) && serve(run, &why);

	if (!good)
		report(why.text);
	return why.code;
}
