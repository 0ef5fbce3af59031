import * as nodeFs from "node:fs";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src/issue/exit-code.ts";
import { readEarlierFiles, replaceFiles, undoFiles } from "../../src/output/earlier-files.ts";
import type { FileSystem } from "../../src/output/file-system.ts";
import { file, rendered, temporaryFolder } from "./folder-state.ts";
import { mutatingCalls } from "./mutating-calls.ts";

const first = [file("enb.cfg", "first", 0o600), file("gone.xml", "gone"), file("kept.cfg", "same")];
const second = [file("enb.cfg", "second", 0o600), file("kept.cfg", "same"), file("new.cfg", "new")];
const third = [file("enb.cfg", "third", 0o600), file("kept.cfg", "same")];

const toRecord = (files: readonly { path: string; content: string }[]) =>
  Object.fromEntries(files.map(({ path, content }) => [path, content]));

function makeFolder() {
  const place = temporaryFolder();
  return { directory: join(place, "etc"), state: join(place, "var") };
}

/** A folder with the second set, and the first one kept. */
function makeSecond() {
  const kept = makeFolder();
  replaceFiles(kept, first);
  replaceFiles(kept, second);
  return kept;
}

async function undo(kept: ReturnType<typeof makeFolder>, finish = async () => {}) {
  const earlier = readEarlierFiles(kept);
  if (earlier === null) throw new Error("nothing is kept");
  await undoFiles(kept, earlier, finish);
}

describe("the files of before", () => {
  it("are none after the first run, and after one that changed nothing those of the run before", () => {
    const kept = makeFolder();
    replaceFiles(kept, first);
    replaceFiles(kept, first);
    expect(readEarlierFiles(kept)).toBeNull();
    replaceFiles(kept, second);
    replaceFiles(kept, second);
    expect(readEarlierFiles(kept)).toMatchObject({ files: expect.arrayContaining(first), isPending: false });
  });

  it("come back with their modes, and undoing that brings back what stood there", async () => {
    const kept = makeSecond();
    await undo(kept);
    expect(rendered(kept.directory)).toEqual(toRecord(first));
    expect(statSync(join(kept.directory, "enb.cfg")).mode & 0o777).toBe(0o600);
    await undo(kept);
    expect(rendered(kept.directory)).toEqual(toRecord(second));
  });

  it("are kept for their owner alone", () => {
    const { state } = makeSecond();
    const folder = join(state, "earlier-files");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600]);
  });

  it("include a file that somebody else had put in the place of one", async () => {
    const kept = makeFolder();
    mkdirSync(kept.directory);
    writeFileSync(join(kept.directory, "enb.cfg"), "a person's own", { mode: 0o644 });
    replaceFiles(kept, first);
    await undo(kept);
    expect(rendered(kept.directory)).toEqual({ "enb.cfg": "a person's own" });
  });

  it("stay kept, and the newer ones in their place, where what belongs to them fails", async () => {
    const kept = makeSecond();
    const failing = undo(kept, async () => {
      expect(rendered(kept.directory)).toEqual(toRecord(first));
      throw new FailureError("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(rendered(kept.directory)).toEqual(toRecord(second));
    expect(readEarlierFiles(kept)).toMatchObject({ files: expect.arrayContaining(first), isPending: false });
  });

  it("are not guessed at where what was kept is damaged", () => {
    for (const text of ["", "{}", '{"files":[{"path":"../x","content":"","mode":416}]}']) {
      const kept = makeSecond();
      writeFileSync(join(kept.state, "earlier-files", "etc.earlier.json"), text);
      expect(() => readEarlierFiles(kept)).toThrow(/not a set of files that was kept/);
    }
  });
});

describe("a run that ends at any call, as if it was killed", () => {
  type Kept = ReturnType<typeof makeFolder>;

  /** What a run leaves behind of which no call reaches the disk from each of its calls on. */
  async function endAtEach(run: (kept: Kept, fs: FileSystem) => unknown): Promise<Kept[]> {
    const left: Kept[] = [];
    const begun = dirname(makeSecond().directory);
    for (let end = 0; ; end++) {
      const kept = makeFolder();
      nodeFs.cpSync(begun, dirname(kept.directory), { recursive: true });
      let calls = 0;
      const ending = mutatingCalls(nodeFs, () => {
        if (calls++ >= end) throw new Error("ended");
      });
      await Promise.resolve()
        .then(() => run(kept, ending))
        .catch(() => {});
      if (calls <= end) break;
      left.push(kept);
    }
    expect(left.length).toBeGreaterThan(15);
    return left;
  }

  const writing = (kept: Kept, fs: FileSystem) => replaceFiles(kept, third, fs);
  const undoing = (kept: Kept, fs: FileSystem) =>
    undoFiles(kept, { files: first, isPending: false }, async () => {}, fs);

  /** As if the run had not been: one undo goes back to where it began, and the next to the set before. */
  async function expectRollBack(kept: Kept): Promise<void> {
    if (readEarlierFiles(kept)?.isPending === true) await undo(kept);
    expect(rendered(kept.directory)).toEqual(toRecord(second));
    await undo(kept);
    expect(rendered(kept.directory)).toEqual(toRecord(first));
  }

  it.each([
    ["while it writes", writing],
    ["while it undoes", undoing],
  ])("%s is undone by one undo, and the set before by the next", async (_, run) => {
    for (const kept of await endAtEach(run)) await expectRollBack(kept);
  });

  it("leaves the whole set of before to the run after it", async () => {
    for (const kept of await endAtEach(writing)) {
      replaceFiles(kept, third);
      expect(rendered(kept.directory)).toEqual(toRecord(third));
      await undo(kept);
      expect(rendered(kept.directory)).toEqual(toRecord(second));
    }
  });
});
