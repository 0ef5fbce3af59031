/* How many subtaps the node's administrator allows a user. */
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include "netcapdo.h"

/* A number, or a name of /etc/passwd: of other sources of names nothing is known here. */
static bool is_user(const char *name, uid_t user) {
	const struct passwd *entry;
	bool found = false;

	if (name[strspn(name, "0123456789")] == 0)
		return strtoul(name, NULL, 10) == user;
	FILE *file = fopen("/etc/passwd", "re");
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
		bool mine = fields == 2 && is_user(name, request->user);
		if ((fields > 0 && fields != 2) || (mine && own))
			return false;
		if (mine || (fields == 2 && !own && strcmp(name, "*") == 0))
			request->allowed = strtoul(number, NULL, 10);
		own |= mine;
	}
	return ferror(file) == 0;
}

bool read_limit(struct request *request, struct failure *why) {
	int fd = open(LIMITS, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	struct stat about;

	request->allowed = TAPS_MAX;
	if (file == NULL)
		return errno == ENOENT || fail(why, FAILED, LIMITS ": %s", strerror(errno));
	bool good = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == 0 && (about.st_mode & 022) == 0 &&
	       parse_limits(file, request);
	fclose(file);
	return good || fail(why, FAILED, LIMITS " must be a file that only root can write, of lines `USER MAX` or `* MAX`, each user once");
}
