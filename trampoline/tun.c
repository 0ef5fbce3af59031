/* New TAPs, their sysctls, and the lock of a slaptap: what is done through files. */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/magic.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "netcapdo.h"

/* The TUN device itself, whatever the caller's mount namespace has under its name. -1 where it fails. */
int open_tun(struct failure *why) {
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	struct stat about;

	if (fd >= 0 && fstat(fd, &about) == 0 && S_ISCHR(about.st_mode) && about.st_rdev == makedev(10, 200))
		return fd;
	fail(why, DENIED, "/dev/net/tun: %s", fd < 0 ? strerror(errno) : "it is not the TUN device");
	close(fd);
	return -1;
}

/* Makes a persistent TAP of the caller. IFF_TUN_EXCL: with the capability, attaching to a TAP of another user would
 * succeed. Persistence comes last: whenever this is killed, no TAP stays without its owner. It stays open: while it does,
 * nobody else can attach and change its link type. */
bool create_tap(struct run *run, struct change *change) {
	struct ifreq request = { .ifr_flags = (short)(IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL | IFF_NO_CARRIER) };
	int fd = run->tun > 0 ? run->tun : open_tun(&run->why);

	run->tun = 0;
	if (fd < 0)
		return false;
	run->taps[run->held++] = fd;
	memcpy(request.ifr_name, change->tap->name, sizeof request.ifr_name);
	if (ioctl(fd, TUNSETIFF, &request) != 0 || ioctl(fd, TUNSETOWNER, (unsigned long)run->request.user) != 0 ||
	    ioctl(run->hand.fd, SIOCGIFINDEX, &request) != 0 || ioctl(fd, TUNSETPERSIST, 1UL) != 0)
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

static int open_setting(const struct run *run, const char *name, const char *key, int mode) {
	char path[IFNAMSIZ + 32];

	stpcpy(stpcpy(stpcpy(path, name), "/"), key);
	return openat(run->settings, path, mode | O_NOFOLLOW | O_CLOEXEC);
}

/* A Radio Unit must not give the host a route. */
bool quiet_tap(struct run *run, struct change *change) {
	static const char *const keys[] = { "accept_ra", "accept_redirects", "autoconf" };
	bool good = true;

	for (size_t i = 0; good && i < sizeof keys / sizeof keys[0]; i++) {
		int fd = open_setting(run, change->tap->name, keys[i], O_WRONLY);
		good = (fd >= 0 && write(fd, "0\n", 2) == 2) ||
		       fail(&run->why, FAILED, "%s: could not set %s: %s", change->tap->name, keys[i], strerror(errno));
		close(fd);
	}
	change->done |= good;
	return good;
}

/* The lock of a slaptap is in a file of the real /proc that no user reaches without the capability, and there it is the
 * byte of the caller's user, so that no other can hold it. Where even the capability does not reach the file, it is one
 * of another user namespace, and as good as none. */
bool lock_slaptap(struct run *run) {
	struct flock byte = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = run->request.user, .l_len = 1 };
	int64_t start = milliseconds();
	struct statfs about;

	run->settings = open("/proc/sys/net/ipv6/conf", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (run->settings < 0 || fstatfs(run->settings, &about) != 0 || about.f_type != PROC_SUPER_MAGIC)
		return fail(&run->why, FAILED, "/proc/sys/net/ipv6/conf does not open, or is in no proc file system: %s", strerror(errno));
	if (!raise_capability(run, true))
		return false;
	run->lock = open_setting(run, run->before.slaptap == NULL ? "default" : run->request.slaptap, "stable_secret", O_RDWR);
	run->capable = run->lock >= 0 || (errno != EACCES && errno != EPERM);
	if (run->capable && run->lock < 0)
		fail(&run->why, FAILED, "%s: could not open its lock: %s", run->request.slaptap, strerror(errno));
	if (!raise_capability(run, false) || run->why.code != 0)
		return false;
	while (run->capable && fcntl(run->lock, F_OFD_SETLK, &byte) != 0) {
		if (errno != EAGAIN && errno != EACCES)
			return fail(&run->why, FAILED, "%s: could not lock: %s", run->request.slaptap, strerror(errno));
		if (!wait_longer(start))
			return fail(&run->why, FAILED, "%s: another run works on it, for %d seconds already", run->request.slaptap, LIMIT_MS / 1000);
	}
	return true;
}
