import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readIfThere } from "../../src/output/read-if-there.ts";
import { replaceFile, replaceFileSync } from "../../src/output/replace-file.ts";
import { temporaryFolder } from "./folder-state.ts";

describe.each([
  ["replaceFile", replaceFile],
  ["replaceFileSync", async (...given: Parameters<typeof replaceFileSync>) => replaceFileSync(...given)],
])("%s", (_, replace) => {
  it("makes the folder and the file, with its mode", async () => {
    const path = join(temporaryFolder(), "new", "status.json");
    await replace(path, "one", 0o600);
    expect([readIfThere(path), statSync(path).mode & 0o777]).toEqual(["one", 0o600]);
  });

  it("leaves a reader that has the old file open with the old content", async () => {
    const path = join(temporaryFolder(), "status.json");
    writeFileSync(path, "old");
    const inode = statSync(path).ino;
    await replace(path, "new", 0o640);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).ino).not.toBe(inode);
  });

  it("leaves nothing beside the file, even where it fails", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "taken", "inside"), { recursive: true });
    await replace(join(folder, "good"), "text", 0o640);
    await expect(replace(join(folder, "taken"), "text", 0o640)).rejects.toThrow("taken");
    expect(readdirSync(folder).sort()).toEqual(["good", "taken"]);
  });
});

it("a file that is missing has no text", () => {
  expect(readIfThere(join(temporaryFolder(), "nothing"))).toBeUndefined();
});
