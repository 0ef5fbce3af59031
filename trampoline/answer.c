/* What was done, on standard output, and why not; and a line to the system's log, as syslog(3) writes it. */
#include <poll.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>
#include "netcapdo.h"

/* The first failure is the one that is reported. */
bool fail(struct failure *why, int code, const char *format, ...) {
	va_list arguments;

	if (why->code != 0)
		return false;
	why->code = code;
	va_start(arguments, format);
	vsnprintf(why->text, sizeof why->text, format, arguments);
	va_end(arguments);
	for (char *at = why->text; *at != 0; at++)
		*at = (*at > 0 && *at < ' ') || *at == 0x7f ? '?' : *at;
	return false;
}

/* What is to be done; with a `d`, what was done. */
const char verb_text[][8] = { "create", "change", "remove" };
const char what_text[][16] = { "link", "down", "mtu", "group", "sysctl", "up", "addr", "route-gateway", "route-network" };

/* Waits where standard output takes no more for now. */
static bool write_all(const char *text, size_t length) {
	struct pollfd room = { .fd = STDOUT_FILENO, .events = POLLOUT };
	ssize_t written;

	while (length > 0 && ppoll(&room, 1, NULL, NULL) > 0 && (written = write(STDOUT_FILENO, text, length)) > 0) {
		text += written;
		length -= (size_t)written;
	}
	return length == 0;
}

/* A line per change that was done, by a dry run per change that would be; `ok` where all is good. */
bool write_answer(struct run *run, bool good) {
	char *text = malloc((run->changes.count + 1) * 64), *end = text;

	if (text == NULL)
		return fail(&run->why, FAILED, "memory is short");
	for (size_t i = 0; i < run->changes.count; i++) {
		const struct change *change = &run->changes.change[i];
		if (!run->dry_run && !change->done)
			continue;
		end = stpcpy(stpcpy(stpcpy(end, verb_text[change->verb]), "d "), change->tap->name);
		end = stpcpy(stpcpy(stpcpy(end, " "), what_text[change->what]), "\n");
	}
	if (good)
		end += sprintf(end, "ok %zu taps, %zu changes\n", run->request.count, run->changes.count);
	good = write_all(text, (size_t)(end - text));
	free(text);
	return good || fail(&run->why, FAILED, "the answer could not be written: %s", strerror(errno));
}

/* Where there is no log, what is sent to it is lost. */
int open_log(void) {
	struct sockaddr_un log = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	connect(fd, (struct sockaddr *)&log, sizeof log);
	return fd;
}

/* What was made or removed, and what was refused, for whom. It does not wait for the log, and goes on without it. */
void write_log(const struct run *run) {
	size_t links[] = { [CREATED] = 0, [REMOVED] = 0 }, done = 0;
	char text[700];

	for (size_t i = 0; i < run->changes.count; i++) {
		const struct change *change = &run->changes.change[i];
		done += change->done;
		links[change->verb] += change->done && change->what == LINK;
	}
	if (run->dry_run || (done == 0 && run->why.code == 0))
		return;
	snprintf(text, sizeof text, "<%d>netcapdo[%d]: user %u, %s: %zu subtaps made, %zu removed, %zu changes in all%s%s",
		 LOG_AUTHPRIV | (run->why.code == 0 ? LOG_INFO : LOG_NOTICE), getpid(), run->request.user, run->request.slaptap,
		 links[CREATED], links[REMOVED], done, run->why.code == 0 ? "" : "; failed: ", run->why.text);
	send(run->log, text, strlen(text), MSG_NOSIGNAL);
}
