/* Runs a fuzz harness over the files of a corpus, for compilers without libFuzzer. Says how many it ran. */
#include "netcapdo.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int main(int argc, char **argv) {
	static uint8_t bytes[2 * REQUEST_MAX];

	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		size_t length = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
		if (file == NULL || ferror(file)) {
			perror(argv[i]);
			return 1;
		}
		fclose(file);
		LLVMFuzzerTestOneInput(bytes, length);
	}
	printf("%d inputs\n", argc - 1);
	return 0;
}
