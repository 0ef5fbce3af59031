/* What the caller could have prepared is taken away; what the program may do is narrowed and read back. */
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "netcapdo.h"

/* A closed descriptor is opened on /dev/null the wrong way round, so that reading and writing it fail. */
static bool make_sure_of_descriptors(struct failure *why) {
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			return fail(why, FAILED, "descriptor %d is closed and /dev/null does not open: %s", fd, strerror(errno));
	return (fcntl(1, F_GETFL) & O_ACCMODE) != O_RDONLY || fail(why, FAILED, "standard output is not open for writing");
}

/* A broken pipe or a full file shall give an error to report, and not an end without one: hence the signals. */
bool seal(struct failure *why) {
	struct rlimit none = { 0, 0 }, core = { 1, 1 };

	if (!make_sure_of_descriptors(why))
		return false;
	if (close_range(3, ~0U, 0) != 0 || clearenv() != 0 || signal(SIGPIPE, SIG_IGN) == SIG_ERR || signal(SIGXFSZ, SIG_IGN) == SIG_ERR ||
	    setrlimit(RLIMIT_CORE, &none) != 0 || getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur + core.rlim_max != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return fail(why, FAILED, "could not take away what the caller prepared: %s", strerror(errno));
	return (getuid() == geteuid() && getgid() == getegid()) ||
	       fail(why, DENIED, "this program takes a file capability, it must not be set-user-ID or set-group-ID");
}

/* Exactly these of the first 32 capabilities, and none of the others, from here on. */
bool set_capability(uint32_t permitted, uint32_t effective, struct failure *why) {
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct wanted[2] = { { .permitted = permitted, .effective = effective } }, have[2];

	return (syscall(SYS_capset, &head, wanted) == 0 && syscall(SYS_capget, &head, have) == 0 &&
		memcmp(wanted, have, sizeof wanted) == 0) ||
	       fail(why, FAILED, "could not set capabilities: %s", strerror(errno));
}

/* Raised around what needs it, and no longer: for a pass over changes, and not while it looks at what there is. */
bool raise_capability(struct run *run, bool raised) {
	if (run->raised == raised)
		return true;
	run->raised = raised;
	return set_capability(CAP_TO_MASK(CAP_NET_ADMIN), raised ? CAP_TO_MASK(CAP_NET_ADMIN) : 0, run->hand.why);
}

/* Drops every capability but CAP_NET_ADMIN, and that too where it is not wanted; it sleeps until it is raised. */
bool keep_capability(bool wanted, bool *have, struct failure *why) {
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 || syscall(SYS_capget, &head, data) != 0)
		return fail(why, FAILED, "could not read capabilities: %s", strerror(errno));
	*have = wanted && (data[0].permitted & CAP_TO_MASK(CAP_NET_ADMIN)) != 0;
	return set_capability(*have ? CAP_TO_MASK(CAP_NET_ADMIN) : 0, 0, why);
}

/* From the request to the end the kernel takes these calls alone; any other ends the process. */
bool narrow_calls(struct failure *why) {
	static const unsigned short calls[] = {
		SYS_ioctl, SYS_openat, SYS_write, SYS_close, SYS_capset, SYS_capget, SYS_sendto, SYS_recvfrom,
		SYS_bind, SYS_clock_gettime, SYS_clock_nanosleep, SYS_restart_syscall, SYS_fcntl, SYS_fstatfs, SYS_newfstatat,
		SYS_getrandom, SYS_getpid, SYS_ppoll, SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_sysinfo, SYS_exit_group };
	enum { CALLS = sizeof calls / sizeof calls[0] };
	struct sock_filter code[CALLS + 5] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, CALLS + 1),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		[CALLS + 3] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		[CALLS + 4] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { CALLS + 5, code };

	for (unsigned i = 0; i < CALLS; i++)
		code[3 + i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], (uint8_t)(CALLS - i), 0);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0 ||
	       fail(why, FAILED, "could not narrow the system calls: %s", strerror(errno));
}

/* Numbers at the beginning of a file; those that are not there stay as they are. */
static void read_numbers(const char *path, unsigned long numbers[3]) {
	FILE *file = fopen(path, "re");

	for (int i = 0; file != NULL && i < 3 && fscanf(file, "%lu", &numbers[i]) == 1;)
		i++;
	if (file != NULL)
		fclose(file);
}

/* In a user namespace, all users that are not mapped read as one: none can say that a TAP is its own. */
bool check_caller(uid_t user, struct failure *why) {
	unsigned long overflow[3] = { 65534, 0, 0 }, map[3] = { 1, 1, 0 };

	read_numbers("/proc/sys/kernel/overflowuid", overflow);
	read_numbers("/proc/self/uid_map", map);
	return user != overflow[0] || (map[0] + map[1] == 0 && map[2] == UINT32_MAX) ||
	       fail(why, DENIED, "user %u stands here for all users that are not mapped: nothing can be its own", user);
}
