/** `ors radio run`: the daemon that manages Lopcomm Radio Units. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Run } from "../../../console/command.ts";
import type { ValuesOf } from "../../../console/definition.ts";
import { awaitEndSignal } from "../../../console/end-signals.ts";
import { accept } from "../../../input/accept.ts";
import { findStateFolder, inputFileOf } from "../../../input/input-file.ts";
import { makeUsageError } from "../../../input/usage.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { startDaemon } from "../../../mplane/daemon.ts";
import { type Managed, readManaged } from "../../../mplane/managed/read-managed.ts";
import { createPublisher } from "../../../mplane/status/publish-status.ts";
import { computeFilesDigest, type TakenFiles } from "../../../mplane/status/taken-files.ts";
import { formatLogEntry, formatTextLine } from "../../../output/log.ts";
import { parsePlan } from "../../../plan/parse-plan.ts";
import { giveMemoryBack, keepMemorySmall } from "../../../watch/small-memory.ts";
import type { definition } from "./definition.ts";
import { createReloading } from "./reloading.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  keepMemorySmall();
  giveMemoryBack();
  // ssh2 keeps a few bytes of each key exchange, and each of them would keep 8 KiB of Node's pool: 50 KB a session
  Buffer.poolSize = 0;
  const log = (level: "INFO" | "WARNING" | "ERROR", text: string) => {
    const now = new Date();
    terminal.print(
      options.json
        ? formatLogEntry(now, { level, message: text, data: null })
        : formatTextLine(now, level, text),
    );
  };
  const stateFolder = resolve(
    findStateFolder(options.state, inputFileOf({ instance: undefined, plan: options.plan })),
  );
  // before the files are read: who changes them afterwards knows by it that a signal will be heard
  const reloading = createReloading();
  const ended = awaitEndSignal(reloading.ask);
  const planned = readPlanned(options);
  const publisher = createPublisher(stateFolder, options.metrics ?? null, (text) => log("ERROR", text));
  const daemon = await startDaemon({ stateFolder, log, onChange: () => publisher.note() });
  publisher.begin(daemon);
  const manage = async ({ managed, files }: Planned) => {
    await daemon.manage(managed);
    publisher.take(files);
  };
  await manage(planned);
  reloading.begin(() => reload(manage, options, log));
  await ended;
  await daemon.close();
  publisher.close();
  return exitCode.good;
};

type RunOptions = ValuesOf<typeof definition>;

type Planned = { readonly managed: Managed[]; readonly files: TakenFiles };

/** What the files are is noted before they are read: one that changes meanwhile is not taken for read. */
function readPlanned({
  plan: file,
  rendered = dirname(file),
}: Pick<RunOptions, "plan" | "rendered">): Planned {
  const places = { plan: resolve(file), rendered: resolve(rendered) };
  const files = { ...places, digest: computeFilesDigest(places) };
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw makeUsageError(`${file}: ${(cause as Error).message}`);
  }
  return { managed: readManaged(accept(parsePlan(text, file)).value, rendered), files };
}

/** What cannot be read is not taken: what is managed goes on as it was. */
async function reload(
  manage: (planned: Planned) => Promise<void>,
  options: RunOptions,
  log: (level: "INFO" | "ERROR", text: string) => void,
): Promise<void> {
  try {
    const planned = readPlanned(options);
    await manage(planned);
    log("INFO", `${planned.managed.length} Radio Units are managed`);
  } catch (cause) {
    log("ERROR", `the plan is kept as it was: ${(cause as Error).message}`);
  }
}
