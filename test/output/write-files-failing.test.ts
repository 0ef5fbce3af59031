import * as nodeFs from "node:fs";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src/issue/exit-code.ts";
import { writeFiles } from "../../src/output/write-files.ts";
import type { RenderedFile } from "../../src/render/rendered-file.ts";
import { contents, file, rendered, temporaryFolder } from "./folder-state.ts";
import { mutatingCalls } from "./mutating-calls.ts";
import { writerProcess } from "./writer-process.ts";

const before = [file("gone.xml", "old gone"), file("kept.cfg", "same"), file("enb.cfg", "old enb", 0o600)];
const after = [file("kept.cfg", "same"), file("enb.cfg", "new enb", 0o600), file("new.cfg", "new new")];
const stranger = { "notes.txt": "a person's own" };

/** A folder as an earlier run left it, with a file of somebody else. */
function earlierRun(): string {
  const folder = join(temporaryFolder(), "etc");
  writeFiles(folder, before);
  nodeFs.writeFileSync(join(folder, "notes.txt"), stranger["notes.txt"]);
  return folder;
}

const toRecord = (files: readonly RenderedFile[]) =>
  Object.fromEntries(files.map(({ path, content }) => [path, content]));
const finalState = { ...toRecord(after), ...stranger };

/** Every file has its old or its new content, whole, and the stranger is as it was. */
function expectNothingHalf(folder: string): void {
  const olds: Record<string, string> = toRecord(before);
  const news: Record<string, string> = toRecord(after);
  for (const [name, content] of Object.entries(rendered(folder))) {
    if (/^\.ors-.*\.tmp$/.test(name)) continue;
    expect([olds[name], news[name], name in stranger ? content : undefined]).toContain(content);
  }
  expect(rendered(folder)["kept.cfg"]).toBe("same");
  expect(rendered(folder)["enb.cfg"]).toMatch(/^(old|new) enb$/);
  expect(rendered(folder)).toMatchObject(stranger);
}

/** How many calls a run makes that can be stopped. */
function countCalls(): number {
  let calls = 0;
  const folder = earlierRun();
  writeFiles(
    folder,
    after,
    mutatingCalls(nodeFs, () => {
      calls += 1;
    }),
  );
  return calls;
}

describe("a run in which one call fails", () => {
  const calls = countCalls();

  it("has several calls that can fail", () => {
    expect(calls).toBeGreaterThan(15);
  });

  it.each(["ENOSPC", "EIO"])(
    "leaves every file whole and says what stands, whichever call gets %s",
    (code) => {
      for (let failing = 0; failing < calls; failing++) {
        const folder = earlierRun();
        let call = 0;
        const fs = mutatingCalls(nodeFs, (name) => {
          if (call++ === failing) throw Object.assign(new Error(`${code}: ${name}`), { code });
        });
        const stood = rendered(folder);
        let thrown: unknown;
        try {
          writeFiles(folder, after, fs);
        } catch (error) {
          thrown = error;
        }
        expect(thrown, `call ${failing}`).toBeInstanceOf(FailureError);
        const { message } = thrown as FailureError;
        expect(message).toMatch(code === "ENOSPC" ? /no space left on the disk/ : /input\/output error/);
        expectNothingHalf(folder);
        if (/nothing was (written|changed)/.test(message)) expect(rendered(folder)).toEqual(stood);
        else expect(message).toMatch(/\d of 3 changes were made, the rest were not: /);
        expect(Object.keys(rendered(folder)).filter((name) => name.startsWith(".ors-"))).toEqual([]);
        writeFiles(folder, after);
        expect(rendered(folder)).toEqual(finalState);
      }
    },
  );
});

describe("a run that is killed", () => {
  const writer = writerProcess();

  /** One run a step, each in a folder of its own, a few at a time. */
  async function killedAtEach(calls: number) {
    const runs = [];
    for (let first = 0; first < calls; first += 4) {
      const few = [0, 1, 2, 3].map((more) => first + more).filter((killAt) => killAt < calls);
      runs.push(
        ...(await Promise.all(
          few.map(async (killAt) => {
            const folder = earlierRun();
            return { folder, killAt, result: await writer.run({ directory: folder, files: after, killAt }) };
          }),
        )),
      );
    }
    return runs;
  }

  it("at any step loses nothing, and the next run finishes and cleans up", async () => {
    const calls = countCalls();
    for (const { folder, killAt, result } of await killedAtEach(calls)) {
      expect(result.signal, `call ${killAt}`).toBe("SIGKILL");
      expectNothingHalf(folder);
      writeFiles(folder, after);
      expect(rendered(folder)).toEqual(finalState);
    }
    const whole = await writer.run({ directory: earlierRun(), files: after, killAt: calls });
    expect(whole.status).toBe(0);
  });

  it("at any step lets a run with yet other files remove what it began", async () => {
    for (const { folder } of await killedAtEach(countCalls())) {
      writeFiles(folder, [file("other.cfg", "other")]);
      expect(rendered(folder)).toEqual({ "other.cfg": "other", ...stranger });
    }
  });
});

describe("several runs at once", () => {
  const writer = writerProcess();

  it("on one folder end in the files of one of them", async () => {
    const folder = join(temporaryFolder(), "etc");
    const sets = Array.from({ length: 6 }, (_, run) =>
      Array.from({ length: 20 + run }, (_, number) =>
        file(`${run % 2}-${number}.cfg`, `content of run ${run}`),
      ),
    );
    const results = await Promise.all(sets.map((files) => writer.run({ directory: folder, files })));
    expect(results.map(({ status, stderr }) => [status, stderr])).toEqual(sets.map(() => [0, ""]));
    const states = sets.map(toRecord);
    expect(states).toContainEqual(rendered(folder));
    expect(JSON.parse(contents(folder)[".ors-files.json"] ?? "")).toEqual({
      files: Object.keys(rendered(folder)),
    });
  });
});

describe("a folder that cannot take the files", () => {
  const writer = writerProcess();
  const large = file("large.cfg", "x".repeat(200_000));

  it("because the disk is full is left as it stood, in a mount namespace of its own", async (ctx) => {
    if (process.getuid?.() !== 0) ctx.skip("mounting a small disk needs root");
    const disk = temporaryFolder();
    const script = `mount -t tmpfs -o size=128k tmpfs "$0" && mkdir "$0/etc" && printf old > "$0/etc/large.cfg" &&
      { "$@"; status=$?; cat "$0/etc/large.cfg"; ls -A "$0/etc"; exit $status; }`;
    const result = await writer.runBelow(["unshare", "-m", "sh", "-c", script, disk], {
      directory: join(disk, "etc"),
      files: [file("first.cfg", "1"), large],
    });
    expect(result.status).toBe(4);
    expect(result.stderr).toBe(
      `FailureError: ${disk}/etc: no space left on the disk; nothing was changed: everything stands as before`,
    );
    expect(result.stdout).toBe("oldlarge.cfg\n");
  });

  it("because it belongs to another user is named, and so is a parent in which it cannot be made", async (ctx) => {
    if (process.getuid?.() !== 0) ctx.skip("running as another user needs root");
    const base = temporaryFolder();
    chmodSync(base, 0o755);
    const folder = join(base, "etc");
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    const nobody = { uid: 65534, gid: 65534 };
    const inside = await writer.run({ directory: folder, files: [large] }, nobody);
    expect(inside.status).toBe(4);
    expect(inside.stderr).toBe(
      `FailureError: ${folder}: permission denied; nothing was changed: everything stands as before`,
    );
    const below = await writer.run({ directory: join(base, "new", "etc"), files: [large] }, nobody);
    expect(below.stderr).toBe(
      `FailureError: ${join(base, "new", "etc")}: cannot be used as output folder: permission denied; nothing was written`,
    );
    expect(contents(folder)).toEqual({});
  });
});
