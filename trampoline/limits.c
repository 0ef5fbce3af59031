/* How many subtaps the node's administrator allows a user. */
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include "netcapdo.h"

/* A number, or a name of /etc/passwd: of other sources of names nothing is known here. */
static bool is_user(const char *name, uid_t user) {
	FILE *file = name[strspn(name, "0123456789")] == 0 ? NULL : fopen("/etc/passwd", "re");
	const struct passwd *entry = NULL;
	bool found = file == NULL && strtoul(name, NULL, 10) == user && name[0] >= '0' && name[0] <= '9';

	while (!found && file != NULL && (entry = fgetpwent(file)) != NULL)
		found = entry->pw_uid == user && strcmp(entry->pw_name, name) == 0;
	if (file != NULL)
		fclose(file);
	return found;
}

/* A line that names the user goes before one for all others. */
static bool parse_limits(FILE *file, struct request *request) {
	char line[256], name[64], number[10], rest;
	bool own = false;

	while (fgets(line, sizeof line, file) != NULL) {
		if (strchr(line, '\n') == NULL && !feof(file))
			return false;
		line[strcspn(line, "#")] = 0;
		int fields = sscanf(line, "%63s %9[0-9] %c", name, number, &rest);
		if (fields > 0 && fields != 2)
			return false;
		bool mine = fields == 2 && is_user(name, request->user);
		if (mine && own)
			return false;
		if (mine || (fields == 2 && !own && strcmp(name, "*") == 0))
			request->allowed = strtoul(number, NULL, 10);
		own |= mine;
	}
	return ferror(file) == 0;
}

bool read_limit(struct request *request, struct failure *why) {
	int fd = open(LIMITS, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat about;
	FILE *file;
	bool good;

	request->allowed = TAPS_MAX;
	if (fd < 0)
		return errno == ENOENT || fail(why, FAILED, LIMITS ": %s", strerror(errno));
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_uid != 0 || (about.st_mode & 022) != 0)
		return fail(why, FAILED, LIMITS " must be a regular file of root's that nobody else can write");
	file = fdopen(fd, "r");
	good = file != NULL && parse_limits(file, request);
	if (file != NULL)
		fclose(file);
	return good || fail(why, FAILED, LIMITS ": expected lines `USER MAX` or `* MAX`, each user once");
}
