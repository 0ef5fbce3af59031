/**
 * Reads and checks configurations in a thread of their own: that takes milliseconds, in which the thread that forwards
 * would leave the frames lying.
 */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { error, place } from "../../../issue/issue.ts";
import { findPackageFolder } from "../../../tap/trampoline/package-folder.ts";
import type { ReadAnswer, ReadRequest } from "./messages.ts";

export type ConfigurationReader = {
  /** What a text says; one that cannot be read has an error and no value. Never rejects. */
  readonly read: (bytes: Uint8Array, file: string) => Promise<ReadAnswer>;
  readonly close: () => void;
};

export type ReaderOptions = {
  /** Path of the thread's program. */
  readonly program?: string;
  /** How long one text may take. */
  readonly timeoutMs?: number;
};

const defaultTimeoutMs = 10_000;

/** MB, twice what the worst text of full length has needed: open brackets without end. */
const maxMemory = 256;

/** Starts the thread, so that the first text need not wait for it. One that ends is started anew. */
export function openReader({
  program = join(findPackageFolder(), "dist/switch-reader.js"),
  timeoutMs = defaultTimeoutMs,
}: ReaderOptions = {}): ConfigurationReader {
  const state: State = { program, timeoutMs, thread: undefined, turn: Promise.resolve(), isClosed: false };
  getThread(state);
  return {
    // one at a time: so it is known which text has ended a thread
    read: (bytes, file) => {
      const answer = state.turn.then(() => readInThread(state, { bytes, file }));
      state.turn = answer;
      return answer;
    },
    close: () => {
      state.isClosed = true;
      void state.thread?.terminate();
    },
  };
}

type State = {
  readonly program: string;
  readonly timeoutMs: number;
  /** Undefined where the last one has ended. */
  thread: Worker | undefined;
  turn: Promise<unknown>;
  isClosed: boolean;
};

function readInThread(state: State, request: ReadRequest): Promise<ReadAnswer> {
  if (state.isClosed) return Promise.resolve(refuse("the switch is ending"));
  const thread = getThread(state);
  return new Promise((resolve) => {
    const settle = (answer: ReadAnswer) => {
      clearTimeout(timer);
      thread.off("message", settle).off("error", onError).off("exit", onExit);
      resolve(answer);
    };
    const fail = (why: string) => {
      settle(refuse(why));
      replaceThread(state, thread);
    };
    const onError = (cause: Error) => fail(explainError(cause));
    const onExit = () => fail("the thread that reads configurations has ended");
    const timer = setTimeout(
      () => fail(`reading it takes longer than ${state.timeoutMs / 1000} s`),
      state.timeoutMs,
    );
    thread.once("message", settle).once("error", onError).once("exit", onExit);
    thread.postMessage(request);
  });
}

/** The next text finds a thread that is ready. */
function replaceThread(state: State, thread: Worker): void {
  void thread.terminate();
  if (state.thread === thread) state.thread = undefined;
  if (!state.isClosed) getThread(state);
}

function getThread(state: State): Worker {
  if (state.thread !== undefined) return state.thread;
  const thread = new Worker(state.program, { resourceLimits: { maxOldGenerationSizeMb: maxMemory } });
  const forgetThread = () => {
    if (state.thread === thread) state.thread = undefined;
  };
  // what went wrong is said to whoever asks: the next text is given to another thread
  thread.on("error", forgetThread).on("exit", forgetThread);
  thread.unref();
  state.thread = thread;
  return thread;
}

function explainError(cause: Error & { readonly code?: string }): string {
  if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") return `reading it takes more than ${maxMemory} MB`;
  return `the thread that reads configurations has failed: ${cause.message}`;
}

function refuse(what: string): ReadAnswer {
  return { value: undefined, issues: [error(place(), what)] };
}
