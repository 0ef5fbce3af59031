/** ncclient in a process of its own. */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { type JsonProcess, talkTo } from "./json-process.ts";

export type Ncclient = Pick<JsonProcess, "close"> & {
  /** What a function of netconf_client.py returns; throws what it raises. */
  readonly call: <T>(name: string, given?: Readonly<Record<string, unknown>>) => Promise<T>;
};

/** @param start starts a program with pipes */
export function startNcclient(
  bin: string,
  start: (command: readonly [string, ...string[]]) => ChildProcess,
): Ncclient {
  const script = join(import.meta.dirname, "netconf_client.py");
  const { ask, close } = talkTo(start([join(bin, "python"), "-W", "ignore", script]));
  return {
    call: async <T>(name: string, given: Readonly<Record<string, unknown>> = {}) => {
      const answer = await ask<{ readonly value?: T; readonly error?: string }>({ do: name, ...given });
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as T;
    },
    close,
  };
}
