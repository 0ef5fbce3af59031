/* What was done, on standard output; what went wrong, on standard error. */
#include <ctype.h>
#include <poll.h>
#include <stdarg.h>
#include <unistd.h>
#include "netcapdo.h"

/* The first failure is the one that is reported. */
bool fail(struct failure *why, int code, const char *format, ...) {
	va_list arguments;

	if (why->code == 0) {
		why->code = code;
		va_start(arguments, format);
		vsnprintf(why->text, sizeof why->text, format, arguments);
		va_end(arguments);
		for (char *at = why->text; *at != 0; at++)
			*at = iscntrl((unsigned char)*at) ? '?' : *at;
	}
	return false;
}

/* What is to be done; with a `d`, what was done. */
const char *verb_text(enum verb verb) {
	static const char *const texts[] = { "create", "change", "remove" };

	return texts[verb];
}

const char *what_text(enum what what) {
	static const char *const texts[] = { "link", "up", "down", "mtu", "group", "sysctl", "addr", "route-gateway", "route-network" };

	return texts[what];
}

static bool write_all(int fd, const char *text, size_t length) {
	while (length > 0) {
		struct pollfd room = { .fd = fd, .events = POLLOUT };
		ssize_t written = write(fd, text, length);
		if (written > 0) {
			text += written;
			length -= (size_t)written;
		} else if (written < 0 && errno == EAGAIN) {
			ppoll(&room, 1, NULL, NULL);
		} else if (written == 0 || errno != EINTR) {
			return false;
		}
	}
	return true;
}

void report(const char *format, ...) {
	char line[600] = "netcapdo: ";
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line + strlen(line), sizeof line - strlen(line) - 1, format, arguments);
	va_end(arguments);
	strcat(line, "\n");
	write_all(STDERR_FILENO, line, strlen(line));
}

/* A line per change that was done, by a dry run per change that would be; `ok` where all is good. */
bool write_answer(struct run *run, bool good) {
	const struct list *changes = &run->changes;
	const struct change *list = changes->at;
	size_t room = (changes->count + 1) * 64, used = 0;
	char *text = malloc(room);
	bool written;

	if (text == NULL)
		return fail(&run->why, FAILED, "memory is short");
	for (size_t i = 0; i < changes->count; i++)
		if (run->dry_run || list[i].done)
			used += (size_t)snprintf(text + used, room - used, "%sd %s %s\n", verb_text(list[i].verb),
						 list[i].tap->name, what_text(list[i].what));
	if (good)
		used += (size_t)snprintf(text + used, room - used, "ok %zu taps, %zu changes\n", run->request.count, changes->count);
	written = write_all(STDOUT_FILENO, text, used);
	free(text);
	return written || fail(&run->why, FAILED, "the answer could not be written: %s", strerror(errno));
}
