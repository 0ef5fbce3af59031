import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { ors, temporaryFolder } from "./ors.ts";

const folder = temporaryFolder();

/** What `ors new` prints, as a file. */
function makeFile(...words: string[]): string {
  const { status, stdout, stderr } = ors("new", ...words);
  expect([status, stderr]).toEqual([0, ""]);
  const file = join(folder, "site.yaml");
  writeFileSync(file, stdout);
  return file;
}

test("a new file names its schema first, which is that of `ors schema file`", () => {
  const [first = ""] = readFileSync(makeFile("--ru-count", "1"), "utf8").split("\n");
  const [, url = ""] = /^# yaml-language-server: \$schema=(file:\/\/\S+)$/.exec(first) ?? [];
  expect(JSON.parse(readFileSync(fileURLToPath(url), "utf8"))).toEqual(
    JSON.parse(ors("schema", "file").stdout),
  );
});

describe("what `ors check` would refuse, `ors new` refuses", () => {
  it.each([
    [
      ["--slaptap", "averylongslaptapname"],
      /^ors: --slaptap: "averylongslaptapname" is not a valid TAP name/,
    ],
    [["--slaptap", "slaptapnam1234"], /^ors: --slaptap: subtap "slaptapnam1234-2" .* at most 15/],
    [["--range", "fd00::/127"], /^ors: --range: .*too small for 2.*; expected: a range of \/124 or larger\n/],
    [["--range", "fd00::/126"], /^ors: --range: .*too small for 2.*; expected: a range of \/124 or larger\n/],
    [["--range", "::/0"], /^ors: --range: ::\/0 cannot be split/],
    [["--range", "fd00::/128", "--ru-type", "sdr"], /^ors: --range: .*no room for two addresses/],
  ])("%j", (words, said) => {
    const run = ors("new", "--ru-count", "2", ...words);
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toMatch(said);
  });

  it("with a range and a name that are just good enough it does not", () => {
    const file = makeFile("--ru-count", "2", "--slaptap", "slaptapnam123", "--range", "fd00::/124");
    expect(ors("check", file)).toMatchObject({ status: 0, stderr: "" });
  });
});
