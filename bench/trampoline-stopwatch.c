/* stopwatch FILE PROGRAM ARGUMENT…: runs a program with a file as its standard input and nothing as its output, and
 * says how many microseconds passed until it had ended, and how many of a processor's it took. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long microseconds(struct timeval time) {
	return time.tv_sec * 1000000L + time.tv_usec;
}

int main(int argc, char **argv) {
	posix_spawn_file_actions_t actions;
	struct timespec start, end;
	struct rusage used;
	int status = -1;
	pid_t child;

	if (argc < 3 || posix_spawn_file_actions_init(&actions) != 0 ||
	    posix_spawn_file_actions_addopen(&actions, 0, argv[1], O_RDONLY, 0) != 0 ||
	    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) != 0)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &start);
	if (posix_spawnp(&child, argv[2], &actions, NULL, argv + 2, environ) != 0 || wait4(child, &status, 0, &used) != child)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%ld %ld\n", (end.tv_sec - start.tv_sec) * 1000000L + (end.tv_nsec - start.tv_nsec) / 1000,
	       microseconds(used.ru_utime) + microseconds(used.ru_stime));
	return status == 0 ? 0 : 1;
}
