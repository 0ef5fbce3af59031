/** Limits of memif ports, each here only. */

/** Slots of a ring: 2¹⁴. */
export const maxLog2Slots = 14;
/** Memory of one peer. */
export const maxRegionBytes = 64 * 1024 * 1024;
/** How long a peer may take to introduce itself. */
export const handshakeMs = 5000;
/** Peers on one socket that have not said yet which port they want; one more sends away whoever has been there longest. */
export const maxStrangers = 256;
/** Lines a second about connections that were ended, of one socket. */
export const maxComplaints = 20;
/** Bytes of the frames of a batch, the last of which may be above: each can go to every port, and others wait meanwhile. */
export const maxBatchBytes = 512 * 1024;
