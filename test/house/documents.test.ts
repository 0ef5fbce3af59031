/** Documents name files, folders, commands and packages that exist. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/commands/table/table.ts";
import { listRepository, readText } from "./repository.ts";
import { root } from "./source-files.ts";

const documents = listRepository().filter((path) => /^[^/]+\.md$|^docs\/.*\.md$/.test(path));
const { scripts, dependencies } = JSON.parse(readText("package.json"));
const top = new Set(listRepository().map((path) => path.split("/")[0]));

test("there are documents", () => {
  expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/house.md", "docs/slapos.md"]));
});

describe.each(documents)("%s", (document) => {
  const text = readText(document);
  // a changelog speaks of what was
  const isHistory = document === "CHANGELOG.md";

  test("links to files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([]);
  });

  test("names files of the repository that exist", () => {
    const paths = [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map((match) => match[1] ?? "");
    const named = paths.filter((path) => top.has(path.split("/")[0] ?? "") && !isHistory);
    expect(
      named.filter((path) => !existsSync(join(root, path)) && !isMade(path) && !path.includes("NAME")),
    ).toEqual([]);
  });

  test("names commands that exist", () => {
    const npm = [...text.matchAll(/npm run ([\w-]+)/g)].map((match) => match[1] ?? "");
    expect(npm.filter((name) => scripts[name] === undefined)).toEqual([]);
    const known = new Set(commands.map(({ name }) => name.split(" ")[0]));
    const ors = [...text.matchAll(/(?:^|`|\$ )ors ([a-z][\w-]*)/gm)].map((match) => match[1] ?? "");
    expect(ors.filter((name) => !known.has(name))).toEqual([]);
  });
});

test("docs/house.md gives the purpose of each package that the product depends on", () => {
  const table = readText("docs/house.md");
  expect(Object.keys(dependencies).length).toBeGreaterThan(5);
  const purposes = [...table.matchAll(/^\| `([\w@/-]+)` \| [^|\n]{10,} \|$/gm)].map(
    (match) => match[1] ?? "",
  );
  expect(purposes.filter((name) => !name.includes("/")).sort()).toEqual(Object.keys(dependencies).sort());
});

/** What a build leaves is named in documents, too. */
function isMade(path: string): boolean {
  return /^(dist|trampoline\/(netcapdo|build)|src\/.*\.gen\.ts)/.test(path);
}
