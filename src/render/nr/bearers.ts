/** Data radio bearers of an NR cell, by 5QI (TS 23.501 table 5.7.4-1). */

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
  readonly ims: boolean;
  /** Whether the cell carries it as secondary cell group of an LTE cell, too. */
  readonly useForMrDcScg: boolean;
};

type Columns = Pick<NrBearer, "priority" | "logicalChannelGroup">;

export const nrBearers: readonly NrBearer[] = [
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
  return { ...acknowledged(qci, columns), prioritisedBitRate: 0, um, statusReport: false, discardTimer };
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
    ims: false,
    useForMrDcScg: true,
  };
}
