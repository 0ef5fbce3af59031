/** Who may be at the other end of a socket: the file's permissions say the same, but a socket can be handed on. */

/** This process's own user, root, and those that are named. */
export function isPermittedUser(user: number, allow: readonly number[] = []): boolean {
  return user === 0 || user === process.geteuid?.() || allow.includes(user);
}
