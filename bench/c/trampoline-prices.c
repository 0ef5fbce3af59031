/* Linked with the trampoline's own sources by `ld --wrap`: a clock around each check, so that the bench can say what it
 * costs in a whole run (ld(1), --wrap). At the end a line for each, "NAME NANOSECONDS CALLS", goes to standard error. */
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "netcapdo.h"

static struct price {
	const char *name;
	int64_t spent;
	unsigned calls;
	int depth; /* a function that calls itself by way of others is counted once */
} second_socket = { .name = "second-socket" }, freshness = { .name = "freshness" }, seccomp = { .name = "seccomp" },
  capability = { .name = "capability" }, log_lines = { .name = "log" }, limits = { .name = "limits" },
  last_look = { .name = "last-look" }, filter = { .name = "filtered-call" }, free_call = { .name = "free-call" };

bool __real_freshen(struct run *run);
bool __real_look(struct run *run, struct state *state, bool after);
bool __real_raise_capability(struct run *run, bool raised);
bool __real_narrow_calls(struct failure *why);
bool __real_read_limit(struct request *request, struct failure *why);
int __real_open_log(void);
void __real_write_log(const struct run *run);
int __real_bind(int fd, const struct sockaddr *address, socklen_t length);
ssize_t __real_recv(int fd, void *into, size_t length, int flags);

bool __wrap_freshen(struct run *run);
bool __wrap_look(struct run *run, struct state *state, bool after);
bool __wrap_raise_capability(struct run *run, bool raised);
bool __wrap_narrow_calls(struct failure *why);
bool __wrap_read_limit(struct request *request, struct failure *why);
int __wrap_open_log(void);
void __wrap_write_log(const struct run *run);
int __wrap_bind(int fd, const struct sockaddr *address, socklen_t length);
ssize_t __wrap_recv(int fd, void *into, size_t length, int flags);

static int64_t clock_now(void) {
	struct timespec now = { .tv_sec = 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void begin(struct price *price) {
	if (price->depth++ == 0)
		price->spent -= clock_now();
	price->calls++;
}

static void finish(struct price *price) {
	if (--price->depth == 0)
		price->spent += clock_now();
}

bool __wrap_freshen(struct run *run) {
	begin(&freshness);
	bool good = __real_freshen(run);
	finish(&freshness);
	return good;
}

/* The first look is as old as the program; what is new is the one after the changes, and those among them. */
bool __wrap_look(struct run *run, struct state *state, bool after) {
	if (state == &run->before)
		return __real_look(run, state, after);
	begin(&last_look);
	bool good = __real_look(run, state, after);
	finish(&last_look);
	return good;
}

bool __wrap_raise_capability(struct run *run, bool raised) {
	begin(&capability);
	bool good = __real_raise_capability(run, raised);
	finish(&capability);
	return good;
}

/* One of the cheapest system calls that the filter lets through. */
static void call_often(struct price *price) {
	begin(price);
	for (int i = 0; i < 1000; i++)
		syscall(SYS_fcntl, -1, 0);
	finish(price);
	price->calls = 1000;
}

bool __wrap_narrow_calls(struct failure *why) {
	call_often(&free_call);
	begin(&seccomp);
	bool good = __real_narrow_calls(why);
	finish(&seccomp);
	call_often(&filter);
	return good;
}

bool __wrap_read_limit(struct request *request, struct failure *why) {
	begin(&limits);
	bool good = __real_read_limit(request, why);
	finish(&limits);
	return good;
}

int __wrap_open_log(void) {
	begin(&log_lines);
	int fd = __real_open_log();
	finish(&log_lines);
	return fd;
}

void __wrap_write_log(const struct run *run) {
	begin(&log_lines);
	__real_write_log(run);
	finish(&log_lines);
}

int __wrap_bind(int fd, const struct sockaddr *address, socklen_t length) {
	begin(&second_socket);
	int result = __real_bind(fd, address, length);
	finish(&second_socket);
	return result;
}

ssize_t __wrap_recv(int fd, void *into, size_t length, int flags) {
	begin(&second_socket);
	ssize_t result = __real_recv(fd, into, length, flags);
	finish(&second_socket);
	return result;
}

__attribute__((destructor)) static void tell(void) {
	const struct price *all[] = { &second_socket, &freshness, &seccomp, &capability, &log_lines,
				      &limits,	      &last_look, &filter,  &free_call };
	char text[1024];
	int length = 0;

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		length += snprintf(text + length, sizeof text - (size_t)length, "price %s %lld %u\n", all[i]->name,
				   (long long)all[i]->spent, all[i]->calls);
	if (write(STDERR_FILENO, text, (size_t)length) < 0)
		return;
}
