/* A line to the system's log, as syslog(3) writes it: what was made or removed, and what was refused, for whom. */
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>
#include "netcapdo.h"

/* -1 where there is no log. */
int open_log(void) {
	struct sockaddr_un log = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&log, sizeof log) == 0)
		return fd;
	close(fd);
	return -1;
}

/* It does not wait for the log, and goes on without it. */
void write_log(const struct run *run) {
	size_t made = 0, removed = 0, done = 0;
	char text[700];
	int length;

	for (size_t i = 0; i < run->changes.count; i++) {
		const struct change *change = (const struct change *)run->changes.at + i;
		done += change->done;
		made += change->done && change->what == LINK && change->verb == CREATED;
		removed += change->done && change->what == LINK && change->verb == REMOVED;
	}
	if (run->log < 0 || run->dry_run || (done == 0 && run->why.code == 0))
		return;
	length = snprintf(text, sizeof text, "<%d>netcapdo[%d]: user %u, %s: %zu subtaps made, %zu removed, %zu changes in all%s%s",
			  LOG_AUTHPRIV | (run->why.code == 0 ? LOG_INFO : LOG_NOTICE), run->pid, run->user, run->request.slaptap,
			  made, removed, done, run->why.code == 0 ? "" : "; failed: ", run->why.text);
	send(run->log, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1, MSG_NOSIGNAL);
}
