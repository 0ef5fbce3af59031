/** Packages that the bundle leaves outside, for their native code or their size: what installs dist/ brings them along. */
export const external = ["koffi", "ssh2", "cpu-features"];
