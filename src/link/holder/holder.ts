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
};

/**
 * @param ports by the name that they are borrowed by
 * @throws FailureError where another program listens at the path
 */
export function serveHolder(path: string, ports: ReadonlyMap<string, HeldPort>): Server {
  const places = new Map([...ports].map(([name, port]) => [name, { port, lending: createLending() }]));
  const onConnection = (connection: Connection) => serveBorrower(connection, places);
  return serveSeqpacket(path, { limits: holderLimits, onConnection });
}

type Places = ReadonlyMap<string, { readonly port: HeldPort; readonly lending: Lending }>;

function serveBorrower(connection: Connection, places: Places): Listener {
  const giveBack: (() => void)[] = [];
  const answer = (text: HolderAnswer, descriptors?: readonly number[]) =>
    connection.send(Buffer.from(JSON.stringify(text)), descriptors);
  return {
    onMessage: ({ bytes }) => {
      const name = readRequest(bytes);
      const place = name === null ? undefined : places.get(name);
      if (place === undefined || giveBack.length > 0) {
        answer({ refused: explainRefusal(name, places) });
        return;
      }
      const { port, lending } = place;
      const taken = lending.borrow({
        pid: connection.peer.pid,
        onLent: () => answer({ lent: port.loan }, port.descriptors),
        onBusy: (pid) => answer({ busy: { pid } }),
      });
      giveBack.push(taken);
    },
    onClose: () => {
      for (const give of giveBack) give();
    },
  };
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
