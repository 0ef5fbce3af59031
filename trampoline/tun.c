/* New TAPs, their sysctls, and the lock of a slaptap: what is done through files. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "netcapdo.h"

/* The TUN device itself, whatever stands under its name in the caller's mount namespace. */
int open_tun(struct failure *failure, int *fd)
{
	struct stat about;

	*fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	if (*fd < 0)
		return fail(failure, DENIED, "/dev/net/tun: %s", strerror(errno));
	if (fstat(*fd, &about) == 0 && S_ISCHR(about.st_mode) && about.st_rdev == makedev(10, 200))
		return 0;
	close(*fd);
	return fail(failure, DENIED, "/dev/net/tun is not the TUN device");
}

/* Makes a persistent TAP of the user's; it becomes persistent last, so that it is never there without its owner.
 * IFF_TUN_EXCL: with the capability, attaching to another user's TAP of that name would succeed. */
int create_tap(const char *name, uid_t user, int *index, struct failure *failure)
{
	struct ifreq request = { .ifr_flags = 0 };
	const char *step = "make it";
	int fd, code = open_tun(failure, &fd);

	if (code != 0)
		return code;
	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
	request.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL);
	bool good = ioctl(fd, TUNSETIFF, &request) == 0;
	if (good) {
		step = "give it to its owner";
		good = ioctl(fd, TUNSETOWNER, (unsigned long)user) == 0;
	}
	if (good) {
		step = "find its index";
		int wire = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		good = wire >= 0 && ioctl(wire, SIOCGIFINDEX, &request) == 0;
		if (wire >= 0)
			close(wire);
	}
	if (good) {
		step = "keep it";
		good = ioctl(fd, TUNSETPERSIST, 1UL) == 0;
	}
	if (good)
		*index = request.ifr_ifindex;
	else
		code = fail(failure, FAILED, "%s: could not %s: %s", name, step, strerror(errno));
	close(fd);
	return code;
}

/* A file of an interface's IPv6 settings, in the real /proc. */
static int open_setting(const char *name, const char *key, int mode, int *fd, struct failure *failure)
{
	char path[128];
	struct statfs about;

	snprintf(path, sizeof path, "/proc/sys/net/ipv6/conf/%s/%s", name, key);
	*fd = open(path, mode | O_CLOEXEC | O_NOFOLLOW);
	if (*fd < 0)
		return fail(failure, errno == EACCES || errno == EPERM ? DENIED : FAILED, "%s: %s", path, strerror(errno));
	if (fstatfs(*fd, &about) == 0 && about.f_type == PROC_SUPER_MAGIC)
		return 0;
	close(*fd);
	return fail(failure, FAILED, "%s is not in a proc file system", path);
}

/* A Radio Unit must not give the host a route. */
int quiet_tap(const char *name, struct failure *failure)
{
	static const char *const keys[] = { "accept_ra", "accept_redirects", "autoconf" };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		int fd, code = open_setting(name, keys[i], O_WRONLY, &fd, failure);
		if (code != 0)
			return code;
		if (write(fd, "0\n", 2) != 2)
			code = fail(failure, FAILED, "%s: could not set %s to 0: %s", name, keys[i], strerror(errno));
		close(fd);
		if (code != 0)
			return code;
	}
	return 0;
}

/* A lock that only the capability reaches, held until the program ends. Ten seconds, then somebody else has it. */
int take_lock(const char *slaptap, struct failure *failure)
{
	struct timespec now, end, pause = { .tv_nsec = 5000000 };
	int fd, code = open_setting(slaptap, "stable_secret", O_RDONLY, &fd, failure);

	if (code != 0)
		return code;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += LOCK_SECONDS;
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail(failure, FAILED, "%s: could not lock: %s", slaptap, strerror(errno));
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec))
			return fail(failure, FAILED, "%s: another run has held the lock for %d seconds", slaptap, LOCK_SECONDS);
		nanosleep(&pause, NULL);
	}
	return 0;
}
