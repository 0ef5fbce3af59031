/* The first process of the guest: loads the modules that lie in /modules in the order of their names, lays a layer in
 * memory over the host's files, runs /command there with the host's own shell, and powers the machine off. Whatever
 * fails is said on the console. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void require(int result, const char *what) {
	if (result >= 0)
		return;
	perror(what);
	reboot(RB_POWER_OFF);
}

static void load_modules(void) {
	struct dirent **modules;
	int count = scandir("/modules", &modules, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		char path[300];
		if (modules[i]->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "/modules/%s", modules[i]->d_name);
		int file = open(path, O_RDONLY);
		require((int)syscall(SYS_finit_module, file, "", 0), path);
		close(file);
	}
}

static void mount_at(const char *type, const char *path, unsigned long flags, const char *options) {
	mkdir(path, 0755);
	require(mount(type, path, type, flags, options), path);
}

/* The host's files as they are, and what is written goes to memory. */
static void lay_root(void) {
	mount_at("tmpfs", "/layer", 0, NULL);
	mkdir("/layer/upper", 0755);
	mkdir("/layer/work", 0755);
	mkdir("/host", 0755);
	require(mount("host", "/host", "virtiofs", MS_RDONLY, NULL), "the host's files");
	mount_at("overlay", "/all", 0, "lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work");
	mount_at("proc", "/all/proc", 0, NULL);
	mount_at("sysfs", "/all/sys", 0, NULL);
	mount_at("devtmpfs", "/all/dev", 0, NULL);
	mount_at("devpts", "/all/dev/pts", 0, NULL);
	mount_at("tmpfs", "/all/dev/shm", 0, "mode=1777");
	mount_at("tmpfs", "/all/run", 0, NULL);
	require(chdir("/all"), "/all");
	require(mount(".", "/", NULL, MS_MOVE, NULL), "the new root");
	require(chroot("."), "the new root");
}

static char *read_command(void) {
	static char text[8192];
	int file = open("/command", O_RDONLY);

	require(file, "/command");
	require((int)read(file, text, sizeof text - 1), "/command");
	close(file);
	return text;
}

int main(void) {
	char *command = read_command();
	int status = 0;

	load_modules();
	lay_root();
	if (fork() == 0) {
		setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
		setenv("HOME", "/root", 1);
		execl("/bin/sh", "sh", "-c", command, NULL);
		perror("/bin/sh");
		_exit(127);
	}
	while (wait(&status) > 0)
		continue;
	sync();
	reboot(RB_POWER_OFF);
}
