/* What was done, on standard output; what went wrong, on standard error. */
#include <poll.h>
#include <stdarg.h>
#include <unistd.h>
#include "netcapdo.h"

/* The first failure is the one that is told. */
bool fail(struct failure *why, int code, const char *format, ...) {
	va_list arguments;

	if (why->code == 0) {
		why->code = code;
		va_start(arguments, format);
		vsnprintf(why->text, sizeof why->text, format, arguments);
		va_end(arguments);
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
		if (written >= 0) {
			text += written;
			length -= (size_t)written;
		} else if (errno == EAGAIN) {
			poll(&room, 1, -1);
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

void report(const char *text) {
	char line[600];

	write_all(STDERR_FILENO, line, (size_t)snprintf(line, sizeof line, "netcapdo: %s\n", text));
}

/* A line per change that was done, or per change where all are good: then `ok` follows. */
bool write_answer(const struct request *request, const struct changes *changes, bool all, struct failure *why) {
	size_t room = (changes->count + 1) * 64, used = 0;
	char *text = malloc(room);
	bool good;

	if (text == NULL)
		return fail(why, FAILED, "memory is short");
	for (size_t i = 0; i < changes->count; i++)
		if (all || changes->list[i].done)
			used += (size_t)snprintf(text + used, room - used, "%sd %s %s\n", verb_text(changes->list[i].verb),
						 changes->list[i].name, what_text(changes->list[i].what));
	if (all)
		used += (size_t)snprintf(text + used, room - used, "ok %zu taps, %zu changes\n", request->count, changes->count);
	good = write_all(STDOUT_FILENO, text, used);
	free(text);
	return good || fail(why, FAILED, "the answer could not be written: %s", strerror(errno));
}
