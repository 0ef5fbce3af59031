/* What the tests of the trampoline do to a TAP and to a process, as its ordinary user.
 *
 *   tapper hold NAME            attaches, says "ready", and stays until standard input ends
 *   tapper fleeting NAME        the same, and gives up its persistence first
 *   tapper give NAME USER       TUNSETOWNER
 *   tapper vanish NAME          TUNSETPERSIST 0
 *   tapper type NAME TYPE       TUNSETLINK
 *   tapper write NAME           attaches, says "ready", writes each line of hexadecimal from standard input as a frame
 *   tapper flow NAME ADDRESS    says "ready"; sends datagrams through the TAP until standard input ends, then
 *                               "sent N received M"
 *   tapper bare PROGRAM         runs it with argc 0 and no environment
 *   tapper traced PROGRAM       runs it under PTRACE_TRACEME
 *   tapper attach PID           PTRACE_ATTACH to a running process, and reading its memory and descriptors
 *   tapper lock FILE USER       the lock that the trampoline takes for a user there, "ready", until standard input ends
 *   tapper at N COMMAND PROGRAM as root: runs the program as user 65533, and before its Nth system call the shell
 *                               command, with the program's pid in $TRACED; "N calls" where it made no more.
 *                               N 0: before each of them; N -1: before each sendto(2) */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int attach(const char *name, int flags) {
	struct ifreq request = { .ifr_flags = (short)(flags | IFF_NO_PI) };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request) != 0) {
		perror(name);
		exit(1);
	}
	return fd;
}

static void ready(void) {
	puts("ready");
	fflush(stdout);
}

static int write_frames(int fd) {
	static char line[8192];
	static unsigned char frame[4096];

	while (fgets(line, sizeof line, stdin) != NULL) {
		size_t length = strcspn(line, "\n") / 2;
		for (size_t i = 0; i < length; i++)
			sscanf(line + 2 * i, "%2hhx", &frame[i]);
		if (write(fd, frame, length) != (ssize_t)length)
			perror("write");
		else
			puts("written"), fflush(stdout);
	}
	return 0;
}

/* Sends one datagram by the TAP; gives how many of that length were read from its other side since. */
static unsigned send_and_count(int fd, int udp, const struct sockaddr_in6 *to, size_t length) {
	unsigned char frame[2048] = { 0 };
	struct pollfd end = { .fd = fd, .events = POLLIN };
	unsigned received = 0;

	if (length > 0 && sendto(udp, frame, length, 0, (const struct sockaddr *)to, sizeof *to) != (ssize_t)length)
		perror("sendto");
	while (poll(&end, 1, 1) > 0 && read(fd, frame, sizeof frame) > 0)
		received += frame[20] == 17 && frame[18] == 0 && frame[19] == 8 + 64;
	return received;
}

/* A carrier that has just come needs a moment until the first frame passes; from then on none may be lost. */
static int flow(int fd, const char *address) {
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	struct pollfd end = { .fd = 0, .events = POLLIN };
	int udp = socket(AF_INET6, SOCK_DGRAM, 0);
	unsigned sent = 0, received = 0;

	inet_pton(AF_INET6, address, &to.sin6_addr);
	while (send_and_count(fd, udp, &to, 64) == 0)
		continue;
	for (int quiet = 0; quiet < 50; quiet++)
		send_and_count(fd, udp, &to, 0);
	ready();
	for (; poll(&end, 1, 0) == 0; sent++)
		received += send_and_count(fd, udp, &to, 64);
	for (int quiet = 0; quiet < 200; quiet++)
		received += send_and_count(fd, udp, &to, 0);
	printf("sent %u received %u\n", sent, received);
	return 0;
}

static int traced(char **argv) {
	pid_t child = fork();
	int status;

	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		execv(argv[0], argv);
		perror("execv");
		_exit(126);
	}
	while (waitpid(child, &status, 0) == child && WIFSTOPPED(status))
		ptrace(PTRACE_CONT, child, 0, WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 125;
}

static bool is_sending(pid_t child) {
	struct __ptrace_syscall_info call;

	return ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof call, &call) > 0 && call.entry.nr == SYS_sendto;
}

/* A tracer with CAP_SYS_PTRACE takes no capability from what it traces. */
static int at(long n, const char *command, char **argv) {
	pid_t child = fork();
	char number[16];
	bool entry = false, began = false;
	long calls = 0;
	int status;

	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0); /* while it is root: it is its own credentials that the tracer gets */
		if (setgroups(0, NULL) != 0 || setgid(65533) != 0 || setuid(65533) != 0)
			_exit(126);
		raise(SIGSTOP);
		execv(argv[0], argv);
		_exit(126);
	}
	snprintf(number, sizeof number, "%d", child);
	setenv("TRACED", number, 1);
	waitpid(child, &status, 0);
	ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
	for (int signal = 0;;) {
		ptrace(PTRACE_SYSCALL, child, 0, signal);
		signal = 0;
		if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
			break;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8)) {
			began = true;
			entry = true; /* the exit of execve comes next */
		} else if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
			signal = WSTOPSIG(status);
		} else if (began) {
			entry = !entry;
			calls += entry;
			if (entry && (calls == n || n == 0 || (n < 0 && is_sending(child))) && system(command) != 0)
				fprintf(stderr, "tapper: %s failed\n", command);
		}
	}
	if (calls < n)
		fprintf(stderr, "%ld calls\n", calls);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int look_into(pid_t pid) {
	static const char *const files[] = { "mem", "maps", "environ", "fd", "cwd/.", "auxv" };
	int opened = 0;

	if (ptrace(PTRACE_SEIZE, pid, 0, 0) == 0)
		puts("seized"), opened++;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		char path[64];
		snprintf(path, sizeof path, "/proc/%d/%s", pid, files[i]);
		if (open(path, O_RDONLY) >= 0)
			printf("opened %s\n", files[i]), opened++;
	}
	puts("done");
	return opened == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
	char byte;

	if (argc < 3)
		return 2;
	if (strcmp(argv[1], "bare") == 0)
		return execve(argv[2], (char *[]){ NULL }, (char *[]){ NULL });
	if (strcmp(argv[1], "traced") == 0)
		return traced(argv + 2);
	if (strcmp(argv[1], "at") == 0 && argc > 4)
		return at(atol(argv[2]), argv[3], argv + 4);
	if (strcmp(argv[1], "attach") == 0)
		return look_into(atoi(argv[2]));
	if (strcmp(argv[1], "lock") == 0 && argc == 4) {
		struct flock byte = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = atol(argv[3]), .l_len = 1 };
		int fd = open(argv[2], O_RDWR);
		if (fd < 0 || fcntl(fd, F_OFD_SETLK, &byte) != 0) {
			perror(argv[2]);
			return 1;
		}
		ready();
		return read(0, &byte, 1) < 0;
	}
	int fd = attach(argv[2], IFF_TAP);
	if (strcmp(argv[1], "give") == 0 && argc == 4)
		return ioctl(fd, TUNSETOWNER, strtoul(argv[3], NULL, 10)) != 0;
	if (strcmp(argv[1], "type") == 0 && argc == 4)
		return ioctl(fd, TUNSETLINK, strtoul(argv[3], NULL, 10)) != 0;
	if (strcmp(argv[1], "vanish") == 0)
		return ioctl(fd, TUNSETPERSIST, 0UL) != 0;
	if (strcmp(argv[1], "flow") == 0 && argc == 4)
		return flow(fd, argv[3]);
	if (strcmp(argv[1], "fleeting") == 0 && ioctl(fd, TUNSETPERSIST, 0UL) != 0)
		return 1;
	ready();
	if (strcmp(argv[1], "write") == 0)
		return write_frames(fd);
	while (read(0, &byte, 1) > 0)
		continue;
	return 0;
}
