/** `--json`: the real documents fit their schemas, which know every key. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { documents } from "../../src/report/documents/documents.ts";
import { example, jsonFile, ors, temporaryFolder } from "./ors.ts";

const folder = temporaryFolder();
const site = example("two-lopcomm.yaml");
const switchFile = jsonFile(
  folder,
  "switch.yaml",
  "ports:\n  a: {tap: ta, trunk: '10,20-30', native: 5}\n  b: {shm: s, access: 10}\n",
);

test.each([
  ["check", ["check", site]],
  ["check", ["check", site, "--host"]],
  ["explain", ["explain", "CELL2", site]],
  ["explain", ["explain", "enb", site]],
  ["plan", ["plan", site]],
  ["plan", ["plan", "--slaptap", "t", "--range", "fd00::/64", "--ru-count", "0"]],
  ["render", ["render", site, "-o", join(folder, "etc"), "--dry-run", "--diff"]],
  ["render", ["render", site, "-o", join(folder, "etc")]],
  ["status", ["status", site]],
  ["switch-check", ["switch", "check", switchFile]],
] as const)("%s fits its schema: ors %j", (name, words) => {
  const { stdout } = ors(...words, "--json");
  const parsed = documents[name].safeParse(JSON.parse(stdout));
  expect(parsed.error?.issues).toBeUndefined();
  expect(parsed.data?.document).toBe(name);
});

test("ors switch check --json has the ports as they would be, with what was noticed", () => {
  const { stdout } = ors("switch", "check", switchFile, "--json");
  const { ports, warnings } = documents["switch-check"].parse(JSON.parse(stdout));
  expect(ports).toMatchObject([
    { name: "a", endpoint: "tap ta", access: null, trunk: "10,20-30", native: 5 },
    { name: "b", endpoint: "shm s#0", access: 10, trunk: null },
  ]);
  expect(warnings).toContainEqual(
    expect.objectContaining({ file: switchFile, line: 2, path: ["ports", "a", "trunk"] }),
  );
});

test("a run that fails prints its problems with the place of each, as text to standard error too", () => {
  const file = jsonFile(
    folder,
    "bad.yaml",
    "configuration: {}\nshared:\n  CELL1: {colour: red}\n  RU1: {ru_type: x}\n",
  );
  const { status, stdout, stderr } = ors("check", file, "--json");
  const document = documents.problems.parse(JSON.parse(stdout));
  expect(status).toBe(2);
  expect(document).toMatchObject({ command: "check", exit_code: 2 });
  expect(document.errors.length).toBeGreaterThanOrEqual(2);
  expect(document.errors).toContainEqual(
    expect.objectContaining({ file, line: 4, shared: "RU1", path: ["ru_type"] }),
  );
  expect(stderr).toContain(`${file}:4:`);
});

test("words that no command has are a problem too, and so is what cannot be done", () => {
  const unknown = ors("check", "--jsn", "--json");
  expect(documents.problems.parse(JSON.parse(unknown.stdout))).toMatchObject({
    command: "check",
    exit_code: 2,
  });
  const impossible = ors("render", site, "-o", join(site, "etc"), "--json");
  expect(impossible.status).toBe(4);
  expect(documents.problems.parse(JSON.parse(impossible.stdout))).toMatchObject({
    command: "render",
    exit_code: 4,
  });
});
