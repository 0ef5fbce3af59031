/* New TAPs, their sysctls, and the lock of a slaptap: what is done through files. */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/magic.h>
#include <net/if_arp.h>
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

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Makes a persistent TAP of the caller. IFF_TUN_EXCL: with the capability, attaching to a TAP of another user would
 * succeed. Persistence comes last: whenever this is killed, no TAP stays without its owner. It stays open: while it does,
 * nobody else can attach and change its link type. */
bool create_tap(struct run *run, struct change *change) {
	struct ifreq request = { .ifr_flags = (short)(IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL) };
	int fd = open_tun(&run->why);

	if (fd < 0)
		return false;
	run->taps[run->held++] = fd;
	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", change->tap->name);
	if (ioctl(fd, TUNSETIFF, &request) != 0 || ioctl(fd, TUNSETOWNER, (unsigned long)run->request.user) != 0 ||
	    ioctl(run->hand.fd, SIOCGIFINDEX, &request) != 0 || ioctl(fd, TUNSETCARRIER, &(int){ 0 }) != 0 ||
	    ioctl(fd, TUNSETPERSIST, 1UL) != 0)
		return fail(&run->why, FAILED, "%s: could not create link: %s", change->tap->name, strerror(errno));
	change->tap->index = request.ifr_ifindex;
	return change->done = true;
}

/* What is up now has the link type that it was made with. */
bool let_taps_go(struct run *run) {
	struct ifreq link;
	bool good = true;

	while (run->held > 0) {
		int fd = run->taps[--run->held];
		good &= ioctl(fd, SIOCGIFHWADDR, &link) == 0 && link.ifr_hwaddr.sa_family == ARPHRD_ETHER;
		close(fd);
	}
	return good || fail(&run->why, FAILED, "a new TAP is not an Ethernet TAP any more");
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
bool quiet_tap(struct run *run, const char *name) {
	static const char *const keys[] = { "accept_ra", "accept_redirects", "autoconf" };
	bool good = true;

	for (size_t i = 0; good && i < sizeof keys / sizeof keys[0]; i++) {
		int fd = open_setting(run->settings, name, keys[i], O_WRONLY);
		good = (fd >= 0 && write(fd, "0\n", 2) == 2) ||
		       fail(&run->why, FAILED, "%s: could not set %s: %s", name, keys[i], strerror(errno));
		close(fd);
	}
	return good;
}

/* The lock of a slaptap is in a file that no user reaches without the capability. Where even that does not reach it, it
 * is one of another user namespace, and as good as none. */
bool open_lock(struct run *run) {
	const char *slaptap = run->before.slaptap == NULL ? "default" : run->request.slaptap;

	run->lock = open_setting(run->settings, slaptap, "stable_secret", O_RDWR);
	run->capable = run->lock >= 0 || (errno != EACCES && errno != EPERM);
	return run->lock >= 0 || !run->capable ||
	       fail(&run->why, FAILED, "%s: could not open its lock: %s", slaptap, strerror(errno));
}

/* It is the byte of the caller's user, so that no other can hold it. */
bool take_lock(struct run *run) {
	struct flock byte = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = run->request.user, .l_len = 1 };
	int64_t start = milliseconds();

	while (fcntl(run->lock, F_OFD_SETLK, &byte) != 0) {
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return fail(&run->why, FAILED, "%s: could not lock: %s", run->request.slaptap, strerror(errno));
		if (milliseconds() - start >= LIMIT_MS)
			return fail(&run->why, FAILED, "%s: another run works on it, for %d seconds already", run->request.slaptap,
				    LIMIT_MS / 1000);
		nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
	}
	return true;
}
