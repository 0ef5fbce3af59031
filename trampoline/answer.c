/* What was done, on standard output; what went wrong, on standard error. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netcapdo.h"

int fail(struct failure *failure, int code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(failure->text, sizeof failure->text, format, arguments);
	va_end(arguments);
	return code;
}

const char *what_text(enum what what)
{
	static const char *const texts[] = { "link",  "up",	"down", "mtu",		 "group",
					     "sysctl", "addr", "route-gateway", "route-network" };

	return texts[what];
}

static bool write_all(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, text, length);
		struct pollfd room = { .fd = fd, .events = POLLOUT };
		if (written < 0 && errno == EAGAIN)
			poll(&room, 1, -1);
		else if (written < 0 && errno != EINTR)
			return false;
		text += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
	return true;
}

/* A line per change that was done, or all of them where nothing was to be done but said; `ok` where all is good. */
int write_answer(const struct request *request, const struct changes *changes, bool planned, bool good,
		 struct failure *failure)
{
	static const char *const verbs[] = { "created", "changed", "removed" };
	size_t room = (changes->count + 2) * 64, used = 0;
	char *text = malloc(room);
	bool written;

	if (text == NULL)
		return fail(failure, FAILED, "memory is short");
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->list[i];
		if (planned || change->done)
			used += (size_t)snprintf(text + used, room - used, "%s %s %s\n", verbs[change->verb], change->name,
						 what_text(change->what));
	}
	if (good)
		used += (size_t)snprintf(text + used, room - used, "ok %zu taps, %zu changes\n", request->count, changes->count);
	written = write_all(STDOUT_FILENO, text, used);
	free(text);
	return written ? 0 : fail(failure, FAILED, "the answer could not be written: %s", strerror(errno));
}

void report(const char *text)
{
	char line[600];
	int length = snprintf(line, sizeof line, "netcapdo: %s\n", text);

	(void)write_all(STDERR_FILENO, line, (size_t)length);
}
