/** How the programs of an emulation are started: with execa, through setpriv(1). */

/** Words of setpriv before a program: it gets SIGTERM when this process ends, however that ends (PR_SET_PDEATHSIG). */
export const endsWithUs = ["--pdeathsig", "TERM"] as const;

/** Options of execa: how a program ends is data, and one that does not heed SIGTERM is killed. */
export const programOptions = {
  stdin: "ignore",
  reject: false,
  // execa's own way would end this process at the first signal, before it has ended its links.
  cleanup: false,
  forceKillAfterDelay: 2000,
  // Debian keeps dnsmasq and dhclient where an ordinary user's PATH does not look.
  env: { PATH: `${process.env.PATH ?? "/usr/bin:/bin"}:/usr/sbin:/sbin` },
} as const;

/** What execa says of a program that has ended. */
type Ended = {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly originalMessage?: string | undefined;
};

/** `dhclient ended (1)`, or why it did not begin. */
export function describeEnd(program: string, { exitCode, signal, originalMessage }: Ended): string {
  if (exitCode === undefined && signal === undefined) {
    return `${program} cannot be started: ${originalMessage}`;
  }
  return `${program} ended (${signal ?? exitCode})`;
}
