/**
 * Keeps ports open between the programs that use them, so that frames which come meanwhile wait, and lends their
 * descriptors. A loan ends with the borrower's connection, however the borrower ends.
 */
import type { Connection, Listener } from "../seqpacket/connection.ts";
import { type Server, serveSeqpacket } from "../seqpacket/server.ts";
import { createLending, type Lending } from "./lending.ts";
import { type BorrowRequest, type HolderAnswer, holderLimits, type Loan } from "./protocol.ts";

/** A port that is kept open. */
export type HeldPort = {
  readonly loan: Loan;
  readonly descriptors: readonly number[];
  /** Why it is of no use any more; null while it is. */
  readonly findEnd?: () => string | null;
};

export type Holder = Server & {
  /** Tells whoever has the port that it is of no use any more. */
  readonly tellEnd: (name: string) => void;
};

/**
 * @param ports by the name that they are borrowed by
 * @throws FailureError where another program listens at the path
 */
export function serveHolder(path: string, ports: ReadonlyMap<string, HeldPort>): Holder {
  const places = new Map(
    [...ports].map(([name, port]): [string, Place] => [name, { port, lending: createLending(), tell: null }]),
  );
  const onConnection = (connection: Connection) => serveBorrower(connection, places);
  const server = serveSeqpacket(path, { limits: holderLimits, onConnection });
  const tellEnd = (name: string) => {
    const place = places.get(name);
    const left = place?.port.findEnd?.() ?? null;
    if (left !== null) place?.tell?.({ left });
  };
  return { ...server, tellEnd };
}

type Answer = (answer: HolderAnswer, descriptors?: readonly number[]) => void;

type Place = {
  readonly port: HeldPort;
  readonly lending: Lending;
  /** Says something to whoever has it. */
  tell: Answer | null;
};
type Places = ReadonlyMap<string, Place>;

function serveBorrower(connection: Connection, places: Places): Listener {
  const giveBack: (() => void)[] = [];
  const answer: Answer = (text, descriptors) =>
    connection.send(Buffer.from(JSON.stringify(text)), descriptors);
  return {
    onMessage: ({ bytes }) => {
      const name = readRequest(bytes);
      const place = name === null ? undefined : places.get(name);
      if (place === undefined || giveBack.length > 0) {
        answer({ refused: explainRefusal(name, places) });
        return;
      }
      const taken = place.lending.borrow({
        pid: connection.peer.pid,
        onLent: () => lend(place, answer),
        onBusy: (pid) => answer({ busy: { pid } }),
      });
      giveBack.push(taken);
    },
    onClose: () => {
      for (const give of giveBack) give();
    },
  };
}

function lend(place: Place, answer: Answer): void {
  const { port } = place;
  const end = port.findEnd?.() ?? null;
  place.tell = answer;
  if (end === null) answer({ lent: port.loan }, port.descriptors);
  else answer({ refused: end });
}

function readRequest(bytes: Buffer): string | null {
  try {
    const request: Partial<BorrowRequest> | null = JSON.parse(bytes.toString());
    return typeof request?.borrow === "string" ? request.borrow : null;
  } catch {
    return null;
  }
}

function explainRefusal(name: string | null, places: Places): string {
  if (name === null) return "a request that this holder does not know: is it of another version?";
  if (places.has(name)) return "one port for each connection";
  return `no port ${JSON.stringify(name)} is held here; there are: ${[...places.keys()].join(", ")}`;
}
