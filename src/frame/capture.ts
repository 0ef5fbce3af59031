/** What capture files of both formats have in common. */

/** What a capture file is, or why it cannot be read. */
export type Capture = { readonly frames: readonly Uint8Array[] } | { readonly problem: string };

/** LINKTYPE_ETHERNET of https://www.tcpdump.org/linktypes.html. */
export const linkTypeEthernet = 1;
