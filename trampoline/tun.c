/* New TAPs, their sysctls, and the lock of a slaptap: what is done through files. */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>
#include "netcapdo.h"

/* The TUN device itself, whatever the caller's mount namespace has under its name. -1 where it fails. */
static int open_tun(struct failure *why) {
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	struct stat about;

	if (fd < 0) {
		fail(why, DENIED, "/dev/net/tun: %s", strerror(errno));
	} else if (fstat(fd, &about) != 0 || !S_ISCHR(about.st_mode) || about.st_rdev != makedev(10, 200)) {
		fail(why, DENIED, "/dev/net/tun is not the TUN device");
		close(fd);
		fd = -1;
	}
	return fd;
}

bool check_tun(struct failure *why) {
	int fd = open_tun(why);

	return fd >= 0 && close(fd) == 0;
}

/* Makes a persistent TAP of this user. IFF_TUN_EXCL: with the capability, attaching to a TAP of another user would
 * succeed. Persistence comes last: whenever this is killed, no TAP stays without its owner. wire: any socket. */
bool create_tap(int wire, const char *name, uid_t user, int *index, struct failure *why) {
	struct ifreq request = { .ifr_flags = (short)(IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL) };
	int fd = open_tun(why);
	bool good;

	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
	good = fd >= 0 && ioctl(fd, TUNSETIFF, &request) == 0 &&
	       ioctl(fd, TUNSETOWNER, (unsigned long)user) == 0 && ioctl(wire, SIOCGIFINDEX, &request) == 0 &&
	       ioctl(fd, TUNSETPERSIST, 1UL) == 0;
	if (good)
		*index = request.ifr_ifindex;
	else
		fail(why, FAILED, "%s: could not create link: %s", name, strerror(errno));
	close(fd);
	return good;
}

/* The IPv6 settings of an interface, of the real /proc: a folder. -1 where it fails. */
static int open_settings(const char *name, struct failure *why) {
	char path[64];
	struct statfs about;
	int folder;

	snprintf(path, sizeof path, "/proc/sys/net/ipv6/conf/%s", name);
	folder = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0) {
		fail(why, FAILED, "%s: %s", path, strerror(errno));
	} else if (fstatfs(folder, &about) != 0 || about.f_type != PROC_SUPER_MAGIC) {
		fail(why, FAILED, "%s is not in a proc file system", path);
		close(folder);
		folder = -1;
	}
	return folder;
}

/* A Radio Unit must not give the host a route. */
bool quiet_tap(const char *name, struct failure *why) {
	static const char *const keys[] = { "accept_ra", "accept_redirects", "autoconf" };
	int folder = open_settings(name, why);
	bool good = folder >= 0;

	for (size_t i = 0; good && i < sizeof keys / sizeof keys[0]; i++) {
		int fd = openat(folder, keys[i], O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
		good = (fd >= 0 && write(fd, "0\n", 2) == 2) ||
		       fail(why, FAILED, "%s: could not set %s: %s", name, keys[i], strerror(errno));
		close(fd);
	}
	close(folder);
	return good;
}

/* A lock that no user reaches without the capability; it is held until the program ends. Where even the capability
 * does not reach it, it is one of another user namespace, and as good as none. */
bool take_lock(const char *slaptap, bool *capable, struct failure *why) {
	struct timespec now, start, pause = { .tv_nsec = 5000000 };
	int folder = open_settings(slaptap, why);
	int fd = folder < 0 ? -1 : openat(folder, "stable_secret", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (folder < 0)
		return false;
	*capable = fd >= 0 || (errno != EACCES && errno != EPERM);
	close(folder);
	if (fd < 0 || clock_gettime(CLOCK_MONOTONIC, &start) != 0)
		return !*capable || fail(why, FAILED, "%s: could not open its lock: %s", slaptap, strerror(errno));
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail(why, FAILED, "%s: could not lock: %s", slaptap, strerror(errno));
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec - start.tv_sec >= LOCK_SECONDS)
			return fail(why, FAILED, "%s: another run works on it, for %d seconds already", slaptap, LOCK_SECONDS);
		nanosleep(&pause, NULL);
	}
	return true;
}
