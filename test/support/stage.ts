import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Namespace, openNamespace, whyNoNamespaces } from "./netns.ts";
import { whyNoPrograms } from "./programs.ts";

/** What the tests of one file share: opened before the first of them, closed after the last. */
type Closable = { readonly close: () => void | Promise<void> };

export type StageOptions<S> = {
  /** Programs that these tests start, as found in PATH; without them the tests are skipped. */
  readonly programs?: readonly string[];
  /** A further reason to skip these tests; null where there is none. */
  readonly obstacle?: () => string | null;
  /** Clears and lays what each test begins with. */
  readonly before?: (stage: S) => void | Promise<void>;
  /** Takes away what a test left. */
  readonly after?: (stage: S) => void | Promise<void>;
};

/**
 * A stage for all tests of a file: they are skipped, with the reason, where this machine has no namespaces or lacks
 * a program. What is returned stands for the stage; it may be used from the first test or `before` on.
 */
export function useStage<S extends Closable>(
  open: () => S | Promise<S>,
  { programs = [], obstacle = () => null, before, after }: StageOptions<S> = {},
): S {
  const reason = whyNoNamespaces() ?? whyNoPrograms(...programs) ?? obstacle();
  let stage: S | undefined;
  beforeAll(async () => {
    if (reason === null) stage = await open();
  });
  afterAll(async () => {
    await stage?.close();
  });
  beforeEach(async (context) => {
    if (reason !== null) context.skip(reason);
    if (stage !== undefined) await before?.(stage);
  });
  afterEach(async () => {
    if (stage !== undefined) await after?.(stage);
  });
  return standFor(() => {
    if (stage === undefined) throw new Error("the stage is opened before the first test, not earlier");
    return stage;
  });
}

/** A network namespace for all tests of a file. */
export function useNamespace(options: StageOptions<Namespace> = {}): Namespace {
  return useStage(openNamespace, options);
}

function standFor<S extends object>(find: () => S): S {
  return new Proxy({} as S, { get: (_, name) => Reflect.get(find(), name) });
}
