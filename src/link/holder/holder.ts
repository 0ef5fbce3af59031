/**
 * Keeps ports open between the programs that use them, so that frames which come meanwhile wait, and lends their
 * descriptors. A loan ends with the borrower's connection, however the borrower ends.
 */
import type { Connection, Listener } from "../seqpacket/connection.ts";
import { type Server, serveSeqpacket } from "../seqpacket/server.ts";
import { findEnd, whenEnded } from "../when-ended.ts";
import { createLending, type Lending } from "./lending.ts";
import { encodeHolderMessage, type HolderAnswer, holderLimits, type Loan, parseRequest } from "./protocol.ts";

/** A port that is kept open. */
export type HeldPort = {
  readonly loan: Loan;
  readonly descriptors: readonly number[];
  /** From then on it is of no use any more. */
  readonly ended?: AbortSignal | undefined;
};

/**
 * @param ports by the name that they are borrowed by
 * @throws FailureError where another program listens at the path
 */
export function serveHolder(path: string, ports: ReadonlyMap<string, HeldPort>): Server {
  const places = new Map([...ports].map(([name, port]) => [name, createPlace(port)]));
  const onConnection = (connection: Connection) => serveBorrower(connection, places);
  return serveSeqpacket(path, { limits: holderLimits, onConnection });
}

type Answer = (answer: HolderAnswer, descriptors?: readonly number[]) => void;

type Place = {
  readonly port: HeldPort;
  readonly lending: Lending;
  /** Answers whoever has it. */
  answer: Answer | null;
};
type Places = ReadonlyMap<string, Place>;

function createPlace(port: HeldPort): Place {
  const place: Place = { port, lending: createLending(), answer: null };
  if (port.ended !== undefined) whenEnded(port.ended, (left) => place.answer?.({ left }));
  return place;
}

function serveBorrower(connection: Connection, places: Places): Listener {
  const giveBack: (() => void)[] = [];
  const answer: Answer = (text, descriptors) => connection.send(encodeHolderMessage(text), descriptors);
  return {
    onMessage: ({ bytes }) => {
      const name = parseRequest(bytes)?.borrow ?? null;
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
  const end = findEnd(port.ended);
  place.answer = answer;
  if (end === null) answer({ lent: port.loan }, port.descriptors);
  else answer({ refused: end });
}

function explainRefusal(name: string | null, places: Places): string {
  if (name === null) return "a request that this holder does not know: is it of another version?";
  if (places.has(name)) return "one port for each connection";
  return `no port ${JSON.stringify(name)} is held here; there are: ${[...places.keys()].join(", ")}`;
}
