/**
 * A capture over the control socket. It begins with the question `? capture WAY COUNT PORT` and an answer as every other
 * question has. Then come messages of whole pcapng blocks (`frame/pcapng.ts`), packets in the order of their time. For
 * each of them the reader sends {@link moreRequest}; while too many are not asked for, frames wait, and are lost and
 * counted once there is no room. The last block, of statistics, says how many, and why it ended: one of
 * {@link captureEnds} as its comment.
 */
export const captureQuestion = "? capture ";
/** The reader has done with a message. */
export const moreRequest = "? more";
/** The reader wants the capture to end. */
export const stopRequest = "? stop";

/** Seen from the switch: what comes in at the port, what leaves there. */
export const captureWays = ["both", "in", "out"] as const;
export type CaptureWay = (typeof captureWays)[number];

/** It had as many frames as were asked for, was stopped, its port left the switch, or the switch ended. */
export const captureEnds = ["count", "stopped", "port", "switch"] as const;
export type CaptureEnd = (typeof captureEnds)[number];

/** Captures at a time. */
export const maxCaptures = 16;
/** Most frames that one may be asked for. */
export const maxCaptureFrames = 1e12;

/** Bytes of the longest message: the longest frame fits. */
export const pieceBytes = 131_072;
/** Messages of that length that wait beside those that the reader has not asked for: 4 MiB in all. */
export const maxWaitingPieces = 28;
/** Messages on their way at a time. */
export const maxPiecesAhead = 4;
