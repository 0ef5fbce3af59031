/** Who has which port: one borrower at a time, the others in the order in which they asked. */

export type Borrower = {
  readonly pid: number;
  /** The port is this borrower's from now on. */
  readonly onLent: () => void;
  /** Somebody else has it. */
  readonly onBusy: (pid: number) => void;
};

export type Lending = {
  /** Asks for the port; gives what takes the wish back, or the port. */
  readonly borrow: (borrower: Borrower) => () => void;
};

export function createLending(): Lending {
  const queue: Borrower[] = [];
  const giveBack = (borrower: Borrower) => {
    const place = queue.indexOf(borrower);
    if (place < 0) return;
    queue.splice(place, 1);
    if (place === 0) queue[0]?.onLent();
  };
  return {
    borrow: (borrower) => {
      queue.push(borrower);
      const [first] = queue;
      if (first === borrower) borrower.onLent();
      else if (first !== undefined) borrower.onBusy(first.pid);
      return () => giveBack(borrower);
    },
  };
}
