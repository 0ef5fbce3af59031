/* netcapdo: gives subtaps of a SlapOS TAP to the owner of that TAP, and takes them away.
 *
 * Anybody on the node may run it, and it has CAP_NET_ADMIN: nothing that comes from its caller is trusted. One request
 * on standard input, one answer, no other program. docs/trampoline.md is its contract. */
#include <err.h>
#include <gnu/libc-version.h>
#include <unistd.h>
#include "netcapdo.h"

/* All that needs other system calls than the work itself, and then those are what is left. */
static bool prepare(struct run *run) {
	struct request *request = &run->request;
	struct failure *why = &run->why;

	run->before.slaptap_name = run->after.slaptap_name = run->doomed.slaptap_name = request->slaptap;
	size_t length = fread(run->text, 1, sizeof run->text, stdin);
	if (ferror(stdin) != 0)
		fail(why, BAD, "the request could not be read: %s", strerror(errno));
	request->user = getuid();
	run->log = open_log();
	return why->code == 0 && check_caller(request->user, why) && parse_request(run->text, length, request, why) &&
	       read_limit(request, why) && open_netlink(&run->eye, why) && open_netlink(&run->ear, why) &&
	       open_netlink(&run->hand, why) && narrow_calls(why);
}

/* Reads back. Where owner or range are no longer the caller's, or that cannot be seen, what this run made goes again. */
static bool verify(struct run *run) {
	const struct list *rest = &run->rest;

	if (!look(run, &run->after, true) || !difference(&run->request, &run->after, &run->rest, &run->why)) {
		undo(run);
		return false;
	}
	return rest->count == 0 || fail(&run->why, FAILED, "%s: what was read back differs: %s", rest->change->tap->name,
					what_text[rest->change->what]);
}

static bool change(struct run *run) {
	if (!run->capable)
		return fail(&run->why, DENIED, "no capability CAP_NET_ADMIN here: run `/opt/amarisoft/setcap` on this program");
	if (run->request.missing > 0 && !run->request.waits)
		run->tun = open_tun(&run->why);
	if (run->tun < 0 || !make_room(run))
		return false;
	bool good = carry_out(run);
	return verify(run) && good;
}

/* Before anything else is looked at: is the slaptap the caller's? Then no other run of theirs works on it meanwhile. */
static bool work(struct run *run) {
	struct request *request = &run->request;

	if (run->capable && (!dump_links(run, &run->before) || !judge_slaptap(request, &run->before, &run->why) || !lock_slaptap(run)))
		return false;
	if (!look(run, &run->before, false) || !difference(request, &run->before, &run->changes, &run->why))
		return false;
	if (run->changes.count > 0 && !run->dry_run && !change(run))
		return false;
	return !request->waits || request->missing == 0 || fail(&run->why, FAILED, NO_RANGE, request->slaptap);
}

/* What is seen of the names, and not changed. */
static void report_left_alone(const struct request *request, const struct state *state) {
	for (unsigned n = 1; n <= TAPS_MAX; n++) {
		const struct link *link = state->numbered[n];
		const struct tap *tap = request->numbered[n];
		if (request->waits && tap != NULL && tap->index == 0)
			fprintf(stderr, "netcapdo: %s is left out: nothing is made without a range\n", tap->name);
		else if (link != NULL && tap == NULL && !is_subtap_of(link, request->user))
			fprintf(stderr, "netcapdo: %s is left alone: it %s\n", link->name, why_not_subtap(link, request->user));
	}
}

static bool serve(struct run *run, const char *option) {
	bool version = strcmp(option, "--version") == 0, good;

	run->dry_run = strcmp(option, "--dry-run") == 0;
	if (option[0] != 0 && !version && !run->dry_run)
		return fail(&run->why, BAD, "usage: netcapdo [--dry-run] < REQUEST, or netcapdo --version");
	good = keep_capability(!run->dry_run && !version, &run->capable, &run->why);
	if (good && version)
		return (printf("netcapdo 1.0.0\nglibc %s\n", gnu_get_libc_version()) > 0 && fflush(stdout) == 0) ||
		       fail(&run->why, FAILED, "the answer could not be written: %s", strerror(errno));
	run->lock = run->log = -1;
	good = good && prepare(run) && work(run);
	close(run->lock);
	good = set_capability(0, 0, &run->why) && good;
	write_log(run);
	good = write_answer(run, good) && good;
	report_left_alone(&run->request, &run->before);
	return good;
}

int main(int argc, char **argv) {
	struct run *run = calloc(1, sizeof *run);

	if (run == NULL)
		err(FAILED, "memory is short");
	if (seal(&run->why) && serve(run, argc < 2 ? "" : argc > 2 || argv[1][0] == 0 ? "?" : argv[1]))
		return 0;
	fprintf(stderr, "netcapdo: %s\n", run->why.text);
	if (run->undone.code != 0)
		fprintf(stderr, "netcapdo: %s\n", run->undone.text);
	return run->why.code;
}
