/** A flood of connections that are ended must not become a flood of lines about them. */
import { maxComplaints } from "./limits.ts";

export type Complaints = {
  readonly say: (text: string) => void;
  /** Says how many were left out by now. */
  readonly close: () => void;
};

const second = 1000; // ms

/** Says at most {@link maxComplaints} in a second; of the others it says at its end how many they were. */
export function limitComplaints(say: (text: string) => void, describe: (more: number) => string): Complaints {
  let said = 0;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(timer);
    timer = undefined;
    if (said > maxComplaints) say(describe(said - maxComplaints));
    said = 0;
  };
  return {
    say: (text) => {
      timer ??= setTimeout(end, second).unref();
      said += 1;
      if (said <= maxComplaints) say(text);
    },
    close: end,
  };
}
