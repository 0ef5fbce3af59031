/* What the sanitizers need in the whole program: it is not dumpable and starts without an environment, so leaks cannot
 * be looked for, and this is the one place that tells them so. */
const char *__asan_default_options(void);

const char *__asan_default_options(void) {
	return "detect_leaks=0";
}
