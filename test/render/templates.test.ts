/** The build of templates, and the text that they make. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { makeNrCellContext } from "../../src/render/nr/nr-cell.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import { renderedText, renderTemplate } from "../../src/render/template.ts";
import type { NrCell } from "../../src/site/site.ts";
import { parseAmarisoftCfg } from "../support/amarisoft-cfg.ts";
import { caseNames, goldenCase, value } from "./golden-cases.ts";

describe("the build of templates", () => {
  let check: (name: string, text: string) => void;
  beforeAll(async () => {
    ({ checkTemplate: check } = await import(join(import.meta.dirname, "../../scripts/build-templates.mjs")));
  });

  it.each([
    ["a.cfg.njk", "a: {{ b }}", "end it in | cfg or | rendered"],
    ["a.cfg.njk", "a: {{ b | xml }}", "end it in | cfg or | rendered"],
    [
      "a.cfg.njk",
      "{% for b in c %}{% if b %}{{ b | cfg + 'x' }}{% endif %}{% endfor %}",
      "end it in | cfg or | rendered",
    ],
    ["a.xml.njk", "<a>{{ b | cfg }}</a>", "end it in | xml or | rendered"],
    ["dnsmasq.cfg.njk", "a={{ b | cfg }}", "end it in | dnsmasq"],
    ["a.asn.njk", "a {{ b | cfg }}", "end it in | asn"],
    ["a.txt.njk", "a", "no filter quotes for .txt"],
  ])("refuses %s with %s", (name, text, what) => {
    expect(() => check(name, text)).toThrow(what);
  });

  it("names the line", () => {
    expect(() => check("a.cfg.njk", "{\n  a: 1,\n  b: {{ b }},\n}")).toThrow(
      "templates/a.cfg.njk:3: a value that no filter quotes",
    );
  });

  it("takes values that are quoted", () => {
    check("a.cfg.njk", "a: {{ b | cfg }}{% if c %}{{ c.d | rendered }}{% endif %}");
  });
});

describe("a template", () => {
  it("is not made of values that are missing", () => {
    expect(() => renderTemplate("enb/nr-scell.cfg.njk", {})).toThrow(/cannot be written as a value/);
  });

  it("takes no plain string for what another template made", async () => {
    const { site } = await goldenCase("two-lopcomm");
    const cell = site.cells.find((each) => each.kind === "nr") as NrCell;
    const lists = { ncellList: renderedText(""), scellList: renderedText("{ cell_id: 1 },") };
    const render = (changed: object) =>
      renderTemplate("enb/nr-cell.cfg.njk", { cell: { ...makeNrCellContext(cell), ...lists, ...changed } });
    expect(render({})).toContain("{ cell_id: 1 },");
    expect(() => render({ scellList: "{ cell_id: 1 }," })).toThrow(/text that no template made/);
  });
});

describe.each(caseNames)("the cfg files of %s", (name) => {
  it("are the same through a C preprocessor, old or new, and a YAML reader", async (ctx) => {
    if (spawnSync("cpp", ["--version"]).error !== undefined) ctx.skip("no C preprocessor (cpp)");
    const { site, plan } = await goldenCase(name);
    const files = value(renderInstance(site, plan, { state: "/srv/var" }));
    const seen = new Set<string>();
    for (const { path, content } of files.filter(
      (file) => file.path.endsWith(".cfg") && file.path !== "dnsmasq.cfg",
    )) {
      if (seen.has(content)) continue;
      seen.add(content);
      for (const dialect of ["-std=gnu17", "-std=c99", "-traditional-cpp"]) {
        const { stdout, stderr } = spawnSync("cpp", ["-P", dialect], { input: content, encoding: "utf8" });
        expect(stderr).toBe("");
        expect(parseYaml(stdout, { version: "1.1" }), `${path} ${dialect}`).toEqual(
          parseAmarisoftCfg(content),
        );
      }
    }
    expect(seen.size).toBeGreaterThan(1);
  });
});
