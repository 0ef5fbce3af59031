/** A SlapOS node for a test, driven through node.py. */
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { repository, slaposEnvironment } from "./environment.ts";

/** One run of `slapos`. */
export type Run = { readonly exit: number; readonly said: string; readonly seconds: number };

export type Request = {
  readonly reference: string;
  readonly parameters?: unknown;
  /** Goes to the instance as it is, in place of parameters as JSON. */
  readonly raw?: string;
  readonly shared?: boolean;
  readonly type?: string;
  /** The partition that a shared instance is requested on, by its number; the first by default. */
  readonly on?: number;
  readonly state?: "started" | "stopped" | "destroyed";
};

export type InstanceOptions = {
  /** Processes partitions without a changed request too. */
  readonly every?: boolean;
  /** The number of the one partition to process, changed or not. */
  readonly only?: number;
};

export type SlaposNode = {
  /** Folder of the node; `opt` in it was laid as /opt. */
  readonly work: string;
  /** Path of the release's software.cfg. */
  readonly release: string;
  /** The folder of the built release. */
  readonly software: () => string;
  readonly partition: (number: number) => string;
  /** Any method of node.py. */
  readonly call: <T = unknown>(method: string, given?: Readonly<Record<string, unknown>>) => Promise<T>;
  readonly request: (request: Request) => Promise<void>;
  readonly published: (reference: string, shared?: boolean) => Promise<Record<string, unknown>>;
  /** `slapos node instance`. */
  readonly instance: (options?: InstanceOptions) => Promise<Run>;
  readonly shell: (command: string) => Promise<{ exit: number; said: string }>;
  readonly stop: () => Promise<void>;
};

export type NodeOptions = {
  readonly partitions: number;
  /** Fills the node's folder before it starts. */
  readonly prepare?: (work: string) => void;
  /** What is supplied; the profile for clones by default, nothing for null. */
  readonly release?: string | null;
};

/** Starts a node; throws an Error with the reason where this machine cannot run one. */
export async function startNode(
  shape: "standalone" | "production",
  options: NodeOptions,
): Promise<SlaposNode> {
  const { bin, missing } = await slaposEnvironment();
  if (missing !== null) throw new Error(missing);
  // unix sockets live in it, so its path has to be short
  const work = mkdtempSync(join(tmpdir(), "sl"));
  chmodSync(work, 0o755);
  options.prepare?.(work);
  if (shape === "standalone" && process.getuid?.() === 0) chownSync(work, 65534, 65534);
  const { call, end } = converse(startPython(shape, work, bin));
  const leave = async () => {
    await call("stop").catch(() => {});
    await end();
    rmSync(work, { recursive: true, force: true });
  };
  const release = options.release ?? join(repository, "software-release", "software.cfg");
  const places = await call<{ instances: string; software: string }>("start", {
    partitions: options.partitions,
  }).catch(async (cause) => {
    await leave();
    throw cause;
  });
  if (options.release !== null) await call("supply", { url: release });
  return {
    work,
    release,
    software: () => softwareFolder(places.software),
    partition: (number) => join(places.instances, `slappart${number}`),
    call,
    request: async ({ on = 0, ...request }) => {
      const host = request.shared ? { host: `slappart${on}` } : {};
      await call("request", { url: release, type: "enb", ...host, ...request });
    },
    published: (reference, shared = false) => call("published", { url: release, reference, shared }),
    instance: ({ every = false, only } = {}) =>
      call<Run>("instance", { every, ...(only !== undefined && { only: `slappart${only}` }) }),
    shell: (command) => call("shell", { command }),
    stop: leave,
  };
}

type NodeProcess = ReturnType<typeof startPython>;

function startPython(shape: string, work: string, bin: string) {
  const program = [join(bin, "python"), join(repository, "test", "slapos", "node.py"), shape, work];
  const isRoot = process.getuid?.() === 0;
  const enter = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const [command = "", ...words] = isRoot
    ? ["unshare", ...enter, "sh", join(repository, "test", "slapos", "enter.sh"), shape, ...program]
    : program;
  return execa(command, words, {
    stdio: ["pipe", "pipe", "inherit"],
    buffer: false,
    reject: false,
    extendEnv: false,
    env: {
      PATH: `${bin}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: work,
      LANG: "C.UTF-8",
      PYTHONWARNINGS: "ignore",
      PYTHONDONTWRITEBYTECODE: "1",
      ORS_ROOT: repository,
      ORS_WORK: work,
    },
  });
}

type Answer = { readonly value?: unknown; readonly error?: string };

function converse(child: NodeProcess) {
  const waiting: ((answer: Answer) => void)[] = [];
  let ended = false;
  void child.then(() => {
    ended = true;
    for (const settle of waiting.splice(0)) settle({ error: "the node ended" });
  });
  void (async () => {
    for await (const line of child.iterable()) waiting.shift()?.(JSON.parse(line) as Answer);
  })();

  async function call<T>(method: string, given: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const { value, error } = await new Promise<Answer>((resolve) => {
      if (ended) return resolve({ error: "the node ended" });
      waiting.push(resolve);
      child.stdin.write(`${JSON.stringify([method, given])}\n`);
    });
    if (error !== undefined) throw new Error(`${method}: ${error}`);
    return value as T;
  }

  async function end(): Promise<void> {
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), maxEndMs);
    await child;
    clearTimeout(timer);
  }

  return { call, end };
}

/** How long a node may take to end before it is killed. */
const maxEndMs = 120_000;

/** The one release that was built, by its `.completed` or its profile. */
function softwareFolder(root: string): string {
  const found = readdirSync(root).filter((name) => existsSync(join(root, name, "bin")));
  if (found.length !== 1) throw new Error(`${found.length} releases under ${root}`);
  return join(root, found[0] ?? "");
}
