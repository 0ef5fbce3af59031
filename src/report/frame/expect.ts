/** What `ors frame expect` says. */
import type { Difference } from "../../frame/compare.ts";
import { formatFrame } from "../../frame/format.ts";
import type { frameExpectDocument } from "../documents/frame.ts";
import { makeReport, type Report } from "../report.ts";
import { countFrames } from "./count-frames.ts";

export type FrameExpectReport = Report<typeof frameExpectDocument>;

/** What came of an expectation; `count` is null where no frame may come. */
export type Came = {
  readonly port: string;
  readonly count: number | null;
  readonly came: number;
  readonly ignored: number;
  readonly unexpected: { readonly frame: Uint8Array; readonly difference: Difference | null } | null;
};

export function makeFrameExpectReport({ port, count, came, ignored, unexpected }: Came): FrameExpectReport {
  const is_good = unexpected === null && came === (count ?? 0);
  return makeReport(
    "frame-expect",
    {
      port,
      is_good,
      count,
      came,
      ignored,
      unexpected: unexpected && describeUnexpected(unexpected, came, count),
    },
    [],
  );
}

export function formatFrameExpectReport(report: FrameExpectReport): string[] {
  const { port, is_good, count, came, ignored, unexpected } = report;
  const others = ignored === 0 ? "" : `, ${countFrames(ignored)} passed over`;
  if (unexpected !== null) return [`${port}: ${explainUnexpected(unexpected)}`, `  ${unexpected.summary}`];
  if (count === null) return [`${port}: no frame came${others}`];
  const missing = is_good ? "" : ` of ${count} in time`;
  return [`${port}: ${countFrames(came)} came as expected${missing}${others}`];
}

type Unexpected = NonNullable<FrameExpectReport["unexpected"]>;

function describeUnexpected(
  { frame, difference }: NonNullable<Came["unexpected"]>,
  came: number,
  count: number | null,
): Unexpected {
  const hex = Array.from(frame, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    number: came,
    frame: hex,
    summary: formatFrame(frame),
    difference: count === null ? null : difference,
  };
}

function explainUnexpected({ number, difference }: Unexpected): string {
  if (difference === null) return "a frame came where none may";
  const { field, offset, expected, found } = difference;
  return `frame ${number} differs at offset ${offset}, ${field}: expected ${expected}, found ${found}`;
}
