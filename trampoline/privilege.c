/* What the caller could have prepared is taken away; what the program may do is narrowed and read back. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netcapdo.h"

/* A closed descriptor is opened on /dev/null the wrong way round, so that reading and writing it fail. */
static int make_sure_of_descriptors(struct failure *failure)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			return fail(failure, FAILED, "descriptor %d is closed, and /dev/null cannot be opened: %s", fd,
				    strerror(errno));
	if (close_range(3, UINT_MAX, 0) != 0)
		return fail(failure, FAILED, "could not close descriptors: %s", strerror(errno));
	if ((fcntl(1, F_GETFL) & O_ACCMODE) == O_RDONLY)
		return fail(failure, FAILED, "standard output is not open for writing");
	return 0;
}

int seal(struct failure *failure)
{
	struct rlimit none = { 0, 0 }, core = { 1, 1 };
	int code = make_sure_of_descriptors(failure);

	if (code != 0)
		return code;
	/* A broken pipe or a full file must give an error to report, not an end without one. */
	if (clearenv() != 0 || signal(SIGPIPE, SIG_IGN) == SIG_ERR || signal(SIGXFSZ, SIG_IGN) == SIG_ERR)
		return fail(failure, FAILED, "could not empty the environment or set signals");
	if (setrlimit(RLIMIT_CORE, &none) != 0 || getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
		return fail(failure, FAILED, "could not forbid core dumps");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return fail(failure, FAILED, "could not forbid tracing");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return fail(failure, FAILED, "could not give up new privileges");
	if (getuid() != geteuid() || getgid() != getegid())
		return fail(failure, DENIED, "set-user-ID and set-group-ID are not for this program: it takes a file capability");
	return 0;
}

static bool first_line(const char *path, char *line, int room)
{
	FILE *file = fopen(path, "re");
	bool read = file != NULL && fgets(line, room, file) != NULL;

	if (file != NULL)
		fclose(file);
	return read;
}

/* In a user namespace, users without a name there read as the overflow user: none can say that a TAP is its own. */
int check_caller(uid_t user, struct failure *failure)
{
	unsigned long inside = 1, outside = 1, count = 0;
	char line[64] = "";

	if (user != (first_line("/proc/sys/kernel/overflowuid", line, sizeof line) ? strtoul(line, NULL, 10) : 65534))
		return 0;
	if (first_line("/proc/self/uid_map", line, sizeof line) &&
	    sscanf(line, "%lu %lu %lu", &inside, &outside, &count) == 3 && inside == 0 && outside == 0 &&
	    count == UINT32_MAX)
		return 0;
	return fail(failure, DENIED, "user %u stands here for every user without a name: nothing can be its own", user);
}

/* Has exactly these capabilities from here on, or fails. */
static int set_capabilities(uint32_t permitted, uint32_t effective, struct failure *failure)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct want[2] = { { .permitted = permitted, .effective = effective } }, have[2];

	if (syscall(SYS_capset, &head, want) != 0 || syscall(SYS_capget, &head, have) != 0 ||
	    memcmp(want, have, sizeof want) != 0)
		return fail(failure, FAILED, "could not set capabilities: %s", strerror(errno));
	return 0;
}

/* Drops every capability but CAP_NET_ADMIN, and that too where it is not wanted; it stays asleep until raised. */
int keep_capability(bool wanted, bool *have, struct failure *failure)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 || syscall(SYS_capget, &head, data) != 0)
		return fail(failure, FAILED, "could not read capabilities: %s", strerror(errno));
	*have = wanted && (data[0].permitted & CAP_TO_MASK(CAP_NET_ADMIN)) != 0;
	return set_capabilities(*have ? CAP_TO_MASK(CAP_NET_ADMIN) : 0, 0, failure);
}

int raise_capability(struct failure *failure)
{
	return set_capabilities(CAP_TO_MASK(CAP_NET_ADMIN), CAP_TO_MASK(CAP_NET_ADMIN), failure);
}

int drop_capability(struct failure *failure)
{
	return set_capabilities(0, 0, failure);
}
