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

/* The folder of the interfaces' IPv6 settings, of the real /proc, for the two functions below. */
bool open_settings(int *settings, struct failure *why) {
	static const char path[] = "/proc/sys/net/ipv6/conf";
	struct statfs about;

	*settings = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*settings < 0 || fstatfs(*settings, &about) != 0)
		return fail(why, FAILED, "%s: %s", path, strerror(errno));
	return about.f_type == PROC_SUPER_MAGIC || fail(why, FAILED, "%s is not in a proc file system", path);
}

static int open_setting(int settings, const char *name, const char *key, int mode) {
	char path[64];

	snprintf(path, sizeof path, "%s/%s", name, key);
	return openat(settings, path, mode | O_NOFOLLOW | O_CLOEXEC);
}

/* A Radio Unit must not give the host a route. */
bool quiet_tap(int settings, const char *name, struct failure *why) {
	static const char *const keys[] = { "accept_ra", "accept_redirects", "autoconf" };
	bool good = true;

	for (size_t i = 0; good && i < sizeof keys / sizeof keys[0]; i++) {
		int fd = open_setting(settings, name, keys[i], O_WRONLY);
		good = (fd >= 0 && write(fd, "0\n", 2) == 2) ||
		       fail(why, FAILED, "%s: could not set %s: %s", name, keys[i], strerror(errno));
		close(fd);
	}
	return good;
}

/* A lock that no user reaches without the capability; it is held until the program ends. Where even the capability
 * does not reach it, it is one of another user namespace, and as good as none. */
bool take_lock(int settings, const char *slaptap, bool *capable, struct failure *why) {
	struct timespec now, start, pause = { .tv_nsec = 5000000 };
	int fd = open_setting(settings, slaptap, "stable_secret", O_RDONLY);

	*capable = fd >= 0 || (errno != EACCES && errno != EPERM);
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
