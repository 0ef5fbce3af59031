/** `ors convert`, as people start it: the parameters to standard output, all words to standard error. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documents } from "../../src/report/documents/documents.ts";
import { example, jsonFile, ors, temporaryFolder } from "./ors.ts";

const folder = temporaryFolder();
const site = example("two-lopcomm.yaml");

test("the result renders what enb_cfg_layout renders, and the file stays as it is", () => {
  const before = readFileSync(site, "utf8");
  const { status, stdout, stderr } = ors("convert", site);
  expect(status).toBe(0);
  expect(readFileSync(site, "utf8")).toBe(before);
  expect(stderr).toContain("changes on the air:\n  LTE uplink power control: on → off\n");
  expect(stderr).toContain("stays:\n");
  const converted = jsonFile(folder, "newer.yaml", stdout);
  const asked = jsonFile(
    folder,
    "asked.yaml",
    before.replace("configuration:\n", 'configuration:\n  enb_cfg_layout: "2026"\n'),
  );
  for (const [file, output] of [
    [converted, "a"],
    [asked, "b"],
  ] as const) {
    expect(ors("render", file, "-o", `${folder}/${output}/etc`, "--state", "/srv/var").status).toBe(0);
  }
  expect(readFileSync(`${folder}/a/etc/enb.cfg`, "utf8")).toBe(
    readFileSync(`${folder}/b/etc/enb.cfg`, "utf8"),
  );
  expect(ors("convert", converted)).toMatchObject({
    status: 0,
    stdout,
    stderr: "nothing to convert: the parameters are of the newer form\n",
  });
});

test("--json says all of it in one document", () => {
  const { stdout, stderr } = ors("convert", site, "--json");
  const document = documents.convert.parse(JSON.parse(stdout));
  expect(stderr).toBe("");
  expect(document.parameters).toBe(ors("convert", site).stdout);
  expect(document.changes.map(({ what }) => what)).toContain("NR A2");
});

test("what the newer form asks for and the older did without is an error without lines", () => {
  const text = readFileSync(site, "utf8").replace(/plmn_list_5g:[\s\S]*?tac: 100 \}/, (list) =>
    list.replace(", tac: 100", ""),
  );
  const { status, stdout, stderr } = ors("convert", jsonFile(folder, "no-tac.yaml", text));
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^configuration\.plmn_list_5g\[0\]\.tac: missing, in the newer form; expected: /);
});
