/** Data radio bearers of an LTE cell, by QCI (TS 23.203 table 6.1.7-A). */

import type { Layout } from "../../instance/layout.ts";
import { getQos, type Qos } from "../nr/qos.ts";

type Um = { readonly pdcpSnSize: 7 | 12; readonly rlcSnLength: 5 | 10 };

type LteBearer = {
  readonly qci: number;
  readonly priority: number;
  readonly logicalChannelGroup: number;
  /** kByte/s */
  readonly prioritisedBitRate: number;
  /** Unacknowledged mode of RLC; null: acknowledged. */
  readonly um: Um | null;
  readonly statusReport: boolean;
  /** ms; 0: never */
  readonly discardTimer: number;
  /** The same of the NR PDCP that EN-DC uses. */
  readonly nrDiscardTimer: number;
  readonly nrPdcpSnSize: 12 | 18;
  /** ms, of NR PDCP; null: the eNB's own. */
  readonly nrReordering: number | null;
  /** ms that RLC waits for a missing part; null: by the duplex. */
  readonly rlcReordering: number | null;
  /** TS 23.501 table 5.7.4-1; null: not written. */
  readonly qos: Qos | null;
  readonly ims: boolean;
  /** Carried by the NR cell where there is EN-DC. */
  readonly enDcSplit: boolean;
};

/** The bearers of a layout of enb.cfg. */
export function getLteBearers(layout: Layout): readonly LteBearer[] {
  return layout === "2024" ? lteBearers : lteBearers2026;
}

type Columns = Pick<LteBearer, "priority" | "logicalChannelGroup">;

const lteBearers: readonly LteBearer[] = [
  { ...voice(1, { priority: 7, logicalChannelGroup: 1 }), nrDiscardTimer: 0, nrReordering: null },
  video(2, { priority: 9, logicalChannelGroup: 1 }),
  realTime(3, { priority: 8, logicalChannelGroup: 1 }),
  acknowledged(4, { priority: 10, logicalChannelGroup: 1 }),
  voice(65, { priority: 5, logicalChannelGroup: 1 }),
  video(66, { priority: 7, logicalChannelGroup: 1 }),
  { ...realTime(67, { priority: 6, logicalChannelGroup: 1 }), ims: true },
  acknowledged(5, { priority: 6, logicalChannelGroup: 1 }),
  acknowledged(6, { priority: 12, logicalChannelGroup: 2 }),
  realTime(7, { priority: 13, logicalChannelGroup: 2 }),
  acknowledged(8, { priority: 14, logicalChannelGroup: 2 }),
  { ...acknowledged(9, { priority: 15, logicalChannelGroup: 3 }), enDcSplit: true },
  acknowledged(69, { priority: 4, logicalChannelGroup: 1 }),
  acknowledged(70, { priority: 11, logicalChannelGroup: 2 }),
];

/** Bearer 10 stands after 9; everyone has its QoS, and a reordering that goes by its mode. */
const lteBearers2026 = lteBearers
  .flatMap((bearer) => (bearer.qci === 9 ? [bearer, lteBearer10()] : [bearer]))
  .map((bearer) => ({ ...bearer, qos: getQos(bearer.qci), nrReordering: bearer.um === null ? 3000 : 0 }));

/** Of 5QI 10, for satellites: answers take long. */
function lteBearer10(): LteBearer {
  return { ...acknowledged(10, { priority: 15, logicalChannelGroup: 3 }), rlcReordering: 1600 };
}

function voice(qci: number, columns: Columns): LteBearer {
  return {
    ...unacknowledged(qci, columns, { pdcpSnSize: 7, rlcSnLength: 5 }, 100),
    nrPdcpSnSize: 12,
    ims: true,
  };
}

function video(qci: number, columns: Columns): LteBearer {
  return { ...unacknowledged(qci, columns, { pdcpSnSize: 12, rlcSnLength: 10 }, 150), ims: true };
}

function realTime(qci: number, columns: Columns): LteBearer {
  return unacknowledged(qci, columns, { pdcpSnSize: 12, rlcSnLength: 10 }, 100);
}

function unacknowledged(qci: number, columns: Columns, um: Um, discardTimer: number): LteBearer {
  return {
    ...acknowledged(qci, columns),
    prioritisedBitRate: 0,
    um,
    statusReport: false,
    discardTimer,
    nrDiscardTimer: discardTimer,
    nrReordering: 0,
  };
}

function acknowledged(qci: number, columns: Columns): LteBearer {
  return {
    qci,
    ...columns,
    prioritisedBitRate: 8,
    um: null,
    statusReport: true,
    discardTimer: 0,
    nrDiscardTimer: 0,
    nrPdcpSnSize: 18,
    nrReordering: null,
    rlcReordering: null,
    qos: null,
    ims: false,
    enDcSplit: false,
  };
}
