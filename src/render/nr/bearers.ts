/** Data radio bearers of an NR cell, by 5QI (TS 23.501 table 5.7.4-1). */

import type { Layout } from "../../instance/layout.ts";
import { getQos, type Qos } from "./qos.ts";

type Um = { readonly rlcSnLength: 6 | 12 };

type NrBearer = {
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
  readonly pdcpSnSize: 12 | 18;
  /** ms, of PDCP; null: the eNB's own. */
  readonly reordering: number | null;
  /** Carried by the LTE cell too where there is NR-DC. */
  readonly nrDcSplit: boolean;
  /** ms, of RLC in acknowledged mode. */
  readonly am: {
    readonly pollRetransmit: number;
    readonly reassembly: number;
    readonly statusProhibit: number;
  };
  /** TS 23.501 table 5.7.4-1; null: not written. */
  readonly qos: Qos | null;
  readonly ims: boolean;
  /** Whether the cell carries it as secondary cell group of an LTE cell, too. */
  readonly useForMrDcScg: boolean;
};

/** The bearers of a layout of enb.cfg. */
export function getNrBearers(layout: Layout): readonly NrBearer[] {
  return layout === "2024" ? nrBearers : nrBearers2026;
}

type Columns = Pick<NrBearer, "priority" | "logicalChannelGroup">;

const nrBearers: readonly NrBearer[] = [
  ims(voice(1, { priority: 7, logicalChannelGroup: 1 })),
  ims(video(2, { priority: 8, logicalChannelGroup: 1 })),
  realTime(3, { priority: 7, logicalChannelGroup: 2 }),
  acknowledged(4, { priority: 9, logicalChannelGroup: 3 }),
  ims(voice(65, { priority: 5, logicalChannelGroup: 4 })),
  ims(video(66, { priority: 7, logicalChannelGroup: 4 })),
  ims(realTime(67, { priority: 6, logicalChannelGroup: 5 })),
  nrOnly(acknowledged(5, { priority: 6, logicalChannelGroup: 4 })),
  acknowledged(6, { priority: 10, logicalChannelGroup: 5 }),
  realTime(7, { priority: 11, logicalChannelGroup: 6 }),
  acknowledged(8, { priority: 12, logicalChannelGroup: 7 }),
  acknowledged(9, { priority: 13, logicalChannelGroup: 7 }),
  nrOnly(acknowledged(69, { priority: 4, logicalChannelGroup: 4 })),
  acknowledged(70, { priority: 11, logicalChannelGroup: 5 }),
];

/** Bearer 10 stands after 9; all but 4 have their QoS, and a reordering that goes by their mode. */
const nrBearers2026 = nrBearers
  .flatMap((bearer) => (bearer.qci === 9 ? [{ ...bearer, nrDcSplit: true }, nrBearer10()] : [bearer]))
  .map((bearer) => ({
    ...bearer,
    qos: bearer.qci === 4 ? null : getQos(bearer.qci),
    reordering: bearer.um === null ? 3000 : 0,
  }));

/** Of 5QI 10, for satellites: answers take long. */
function nrBearer10(): NrBearer {
  const am = { pollRetransmit: 800, reassembly: 1100, statusProhibit: 400 };
  return { ...acknowledged(10, { priority: 13, logicalChannelGroup: 7 }), am };
}

function ims(bearer: NrBearer): NrBearer {
  return { ...nrOnly(bearer), ims: true };
}

function nrOnly(bearer: NrBearer): NrBearer {
  return { ...bearer, useForMrDcScg: false };
}

function voice(qci: number, columns: Columns): NrBearer {
  return { ...unacknowledged(qci, columns, { rlcSnLength: 6 }, 100), pdcpSnSize: 12 };
}

function video(qci: number, columns: Columns): NrBearer {
  return unacknowledged(qci, columns, { rlcSnLength: 12 }, 150);
}

function realTime(qci: number, columns: Columns): NrBearer {
  return unacknowledged(qci, columns, { rlcSnLength: 12 }, 100);
}

function unacknowledged(qci: number, columns: Columns, um: Um, discardTimer: number): NrBearer {
  return {
    ...acknowledged(qci, columns),
    prioritisedBitRate: 0,
    um,
    statusReport: false,
    discardTimer,
    reordering: 0,
  };
}

function acknowledged(qci: number, columns: Columns): NrBearer {
  return {
    qci,
    ...columns,
    prioritisedBitRate: 8,
    um: null,
    statusReport: true,
    discardTimer: 0,
    pdcpSnSize: 18,
    reordering: null,
    nrDcSplit: false,
    am: { pollRetransmit: 80, reassembly: 80, statusProhibit: 10 },
    qos: null,
    ims: false,
    useForMrDcScg: true,
  };
}
