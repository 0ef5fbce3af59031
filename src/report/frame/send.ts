/** What `ors frame send` says. */
import type { frameSendDocument } from "../documents/frame.ts";
import { makeReport, type Report } from "../report.ts";
import { countFrames } from "./count-frames.ts";

export type FrameSendReport = Report<typeof frameSendDocument>;

export function makeFrameSendReport(sent: {
  readonly port: string;
  readonly total: number;
  readonly sent: number;
}): FrameSendReport {
  return makeReport("frame-send", sent, []);
}

export function formatFrameSendReport({ port, total, sent }: FrameSendReport): string[] {
  const missing = sent === total ? "" : ` of ${total}; no more were taken in time`;
  return [`${port}: sent ${countFrames(sent)}${missing}`];
}
