/* netcapdo: gives subtaps of a SlapOS TAP to the owner of that TAP, and takes them away.
 *
 * Anybody on the node may run it, and it has CAP_NET_ADMIN: nothing that comes from its caller is trusted. One request
 * on standard input, one answer, no other program. docs/trampoline.md is its contract. */
#include <gnu/libc-version.h>
#include <unistd.h>
#include "netcapdo.h"

#define VERSION "1.0.0"


static bool read_options(int argc, char **argv, struct run *run, struct failure *why) {
	run->dry_run = argc == 2 && strcmp(argv[1], "--dry-run") == 0;
	run->version = argc == 2 && strcmp(argv[1], "--version") == 0;
	return argc <= 1 || run->dry_run || run->version ||
	       fail(why, BAD, "usage: netcapdo [--dry-run] < REQUEST, or netcapdo --version");
}

static bool read_request(struct request *request, struct failure *why) {
	char *text = malloc(REQUEST_MAX + 1);
	size_t length = text == NULL ? 0 : fread(text, 1, REQUEST_MAX + 1, stdin);
	bool good = text == NULL       ? fail(why, FAILED, "memory is short") :
		    ferror(stdin) != 0 ? fail(why, BAD, "the request could not be read: %s", strerror(errno)) :
					 parse_request(text, length, request, why);

	free(text);
	return good;
}

/* Before anything else is read: is the slaptap the caller's? Then no other run of theirs works on it at the same time. */
static bool check_and_lock(struct run *run) {
	struct failure *why = &run->why;
	bool good;

	if (!dump(&run->eye, RTM_GETLINK, &run->before))
		return false;
	index_state(&run->before);
	if (!judge_slaptap(&run->request, &run->before, why) || !open_settings(&run->settings, why) || !raise_capability(run, true))
		return false;
	good = open_lock(run);
	return raise_capability(run, false) && good && (!run->capable || take_lock(run));
}

/* Reads back. Where owner or range are no longer the caller's, or that cannot be seen, what this run made goes again. */
static bool verify(struct run *run) {
	const struct change *left;

	if (!look(run, &run->after, true) || !difference(&run->request, &run->after, &run->rest, &run->why)) {
		undo(run);
		return false;
	}
	left = run->rest.at;
	return run->rest.count == 0 ||
	       fail(&run->why, FAILED, "%s: what was read back differs: %s", left->tap->name, what_text(left->what));
}

static bool change(struct run *run) {
	const struct change *list = run->changes.at;
	bool create = false, good;

	if (!run->capable)
		return fail(&run->why, DENIED, "no capability CAP_NET_ADMIN here: run `/opt/amarisoft/setcap` on this program");
	for (size_t i = 0; i < run->changes.count; i++)
		create |= list[i].verb == CREATED && list[i].what == LINK;
	if ((create && !check_tun(&run->why)) || !make_room(run))
		return false;
	good = carry_out(run);
	return verify(run) && good;
}

static bool work(struct run *run) {
	struct request *request = &run->request;

	if ((run->capable && !check_and_lock(run)) || !look(run, &run->before, false) ||
	    !difference(request, &run->before, &run->changes, &run->why))
		return false;
	if (run->changes.count > 0 && !run->dry_run && !change(run))
		return false;
	for (size_t i = 0; i < request->count && request->waits; i++)
		if (request->taps[i].index == 0)
			return fail(&run->why, FAILED, NO_RANGE, request->slaptap);
	return true;
}

/* What is seen of the names, and not changed. */
static void report_left_alone(const struct request *request, const struct state *state) {
	for (unsigned n = 1; n <= TAPS_MAX; n++) {
		const struct link *link = state->numbered[n];
		const struct tap *tap = request->numbered[n];
		if (request->waits && tap != NULL && tap->index == 0)
			report("%s is left out: nothing is made without a range", tap->name);
		else if (link != NULL && tap == NULL && !is_subtap_of(link, request->user))
			report("%s is left alone: it %s", link->name, why_not_subtap(link, request->user));
	}
}

/* All that needs other system calls than the work itself, and then those are what is left. */
static bool prepare(struct run *run) {
	struct failure *why = &run->why;

	run->log = open_log();
	run->pid = getpid();
	run->user = getuid();
	if (!check_caller(run->user, why) || !read_request(&run->request, why))
		return false;
	run->request.user = run->user;
	run->before.slaptap_name = run->after.slaptap_name = run->doomed.slaptap_name = run->request.slaptap;
	return read_limit(&run->request, why) && open_netlink(&run->eye, true, why) && open_netlink(&run->hand, false, why) && narrow_calls(why);
}

static bool serve(struct run *run) {
	struct failure *why = &run->why;
	bool good = keep_capability(!run->dry_run && !run->version, &run->capable, why);

	if (good && run->version)
		return (printf("netcapdo %s\nglibc %s\n", VERSION, gnu_get_libc_version()) > 0 && fflush(stdout) == 0) ||
		       fail(why, FAILED, "the answer could not be written: %s", strerror(errno));
	run->lock = run->log = -1;
	good = good && prepare(run) && work(run);
	close(run->lock);
	good = drop_capability(why) && good;
	write_log(run);
	good = write_answer(run, good) && good;
	report_left_alone(&run->request, &run->before);
	return good;
}

int main(int argc, char **argv) {
	struct run *run = calloc(1, sizeof *run);
	int code = FAILED;

	if (run == NULL) {
		report("memory is short");
	} else {
		code = seal(&run->why) && read_options(argc, argv, run, &run->why) && serve(run) ? 0 : run->why.code;
		if (code != 0)
			report("%s", run->why.text);
		if (run->undone.code != 0)
			report("%s", run->undone.text);
	}
	return code;
}
