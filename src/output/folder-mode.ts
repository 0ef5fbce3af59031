/** rwxr-x---: what is inside is for the partition's user and group. */
export const folderMode = 0o750;
