/* netcapdo: gives subtaps of a SlapOS TAP to the owner of that TAP, and takes them away.
 *
 * Anybody on the node may run it, and it has CAP_NET_ADMIN: nothing that comes from the caller is trusted. One
 * request on standard input, one answer, no other program. docs/trampoline.md is its contract. */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netcapdo.h"

struct run {
	struct options options;
	bool capable;
	struct request request;
	struct netlink netlink;
	struct state before, after;
	struct changes changes, rest;
};

static int read_options(int argc, char **argv, struct options *options, struct failure *failure)
{
	options->user = getuid();
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--dry-run") == 0)
			options->dry_run = true;
		else if (strcmp(argv[i], "--version") == 0)
			options->version = true;
		else
			return fail(failure, BAD, "usage: netcapdo [--dry-run] < REQUEST, or netcapdo --version");
	return 0;
}

static int read_request(struct request *request, struct failure *failure)
{
	char *text = malloc(REQUEST_MAX + 1);
	size_t length = 0;
	ssize_t got = 1;
	int code;

	if (text == NULL)
		return fail(failure, FAILED, "memory is short");
	while (got != 0 && length <= REQUEST_MAX) {
		got = read(STDIN_FILENO, text + length, REQUEST_MAX + 1 - length);
		if (got < 0 && errno != EINTR)
			break;
		length += got > 0 ? (size_t)got : 0;
	}
	if (got < 0)
		code = fail(failure, BAD, "the request could not be read: %s", strerror(errno));
	else
		code = parse_request(text, length, request, failure);
	free(text);
	return code;
}

/* Before anything is asked of others: is the slaptap the caller's? Then nobody else works on it at the same time.
 * Where it is gone and only removal is wanted, all such runs wait for one another. */
static int check_and_lock(struct run *run, struct failure *failure)
{
	int code = get_link(&run->netlink, run->request.slaptap, &run->before, failure);

	index_state(&run->before);
	if (code == 0)
		code = judge_slaptap(&run->request, &run->before, run->options.user, failure);
	if (code != 0)
		return code;
	return take_lock(run->before.slaptap == NULL ? "default" : run->request.slaptap, failure);
}

static int observe(struct run *run, struct state *state, struct failure *failure)
{
	static const uint16_t kinds[] = { RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE };
	int code = 0;

	for (size_t i = 0; code == 0 && i < sizeof kinds / sizeof kinds[0]; i++)
		code = dump(&run->netlink, kinds[i], state, failure);
	index_state(state);
	return code;
}

/* Reads back. Where owner or range are no longer the caller's, what this run made goes again. */
static int verify(struct run *run, struct failure *failure)
{
	struct failure second;
	int code = observe(run, &run->after, failure);

	if (code != 0)
		return code;
	code = judge(&run->request, &run->after, run->options.user, true, failure);
	if (code != 0) {
		if (undo(&run->netlink, &run->request, run->options.user, &run->changes, &second) != 0)
			report(second.text);
		run->changes.count = 0;
		return code;
	}
	code = difference(&run->request, &run->after, run->options.user, &run->rest, failure);
	if (code == 0 && run->rest.count > 0)
		code = fail(failure, FAILED, "%s: what was read back differs in %s", run->rest.list[0].name,
			    what_text(run->rest.list[0].what));
	return code;
}

static int work(struct run *run, struct failure *failure)
{
	struct failure second;
	int code = open_netlink(&run->netlink, failure), fd;

	if (code == 0 && run->capable)
		code = check_and_lock(run, failure);
	if (code == 0)
		code = observe(run, &run->before, failure);
	if (code == 0)
		code = judge(&run->request, &run->before, run->options.user, false, failure);
	if (code == 0)
		code = difference(&run->request, &run->before, run->options.user, &run->changes, failure);
	if (code != 0 || run->changes.count == 0 || run->options.dry_run)
		return code;
	if (!run->capable)
		return fail(failure, DENIED, "no capability CAP_NET_ADMIN: run `/opt/amarisoft/setcap` on this program");
	for (size_t i = 0; i < run->changes.count; i++)
		if (run->changes.list[i].verb == CREATED && run->changes.list[i].what == LINK) {
			code = open_tun(failure, &fd);
			if (code != 0)
				return code;
			close(fd);
			break;
		}
	code = carry_out(&run->netlink, &run->request, run->options.user, &run->changes, failure);
	int seen = verify(run, code == 0 ? failure : &second);
	return code != 0 ? code : seen;
}

/* Names of the form of a subtap that are not the caller's, and that nobody asked for. */
static void report_left_alone(const struct run *run)
{
	char text[128];

	for (unsigned n = 1; n <= TAPS_MAX; n++) {
		const struct link *link = run->before.numbered[n];
		if (link == NULL || run->request.numbered[n] != NULL || is_subtap_of(link, run->options.user))
			continue;
		snprintf(text, sizeof text, "%s is left alone: it %s", link->name, why_not_subtap(link, run->options.user));
		report(text);
	}
}

static int run_request(struct run *run, struct failure *failure)
{
	struct failure second;
	int code = keep_capability(!run->options.dry_run, &run->capable, failure), written, dropped;

	if (code == 0)
		code = check_caller(run->options.user, failure);
	if (code == 0)
		code = read_request(&run->request, failure);
	if (code != 0)
		return code;
	run->before.slaptap_name = run->after.slaptap_name = run->request.slaptap;
	if (run->capable)
		code = raise_capability(failure);
	if (code == 0)
		code = work(run, failure);
	dropped = drop_capability(code == 0 ? failure : &second);
	code = code == 0 ? dropped : code;
	written = write_answer(&run->request, &run->changes, run->options.dry_run && code == 0, code == 0,
			       code == 0 ? failure : &second);
	report_left_alone(run);
	return code == 0 ? written : code;
}

int main(int argc, char **argv)
{
	struct failure failure = { .text = "" };
	struct run *run = NULL;
	int code = seal(&failure);

	if (code == 0 && (run = calloc(1, sizeof *run)) == NULL)
		code = fail(&failure, FAILED, "memory is short");
	if (code == 0)
		code = read_options(argc, argv, &run->options, &failure);
	if (code == 0 && run->options.version) {
		code = keep_capability(false, &run->capable, &failure);
		if (code == 0 && (printf("netcapdo 1.0.0\n") < 0 || fflush(stdout) != 0))
			code = fail(&failure, FAILED, "the answer could not be written: %s", strerror(errno));
	} else if (code == 0) {
		code = run_request(run, &failure);
	}
	if (code != 0)
		report(failure.text);
	return code;
}
