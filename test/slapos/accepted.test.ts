/** What slapconfiguration.jsonschema accepts, beside what `ors check` accepts: the same, but for what docs/slapos.md lists. */
import { join } from "node:path";
import { execaSync } from "execa";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkConfiguration, checkShared } from "../../src/instance/check.ts";
import { makeJsonSchema } from "../../src/instance/schema/json-schema.ts";
import type { Issue } from "../../src/issue/issue.ts";
import { anyValue } from "./any-parameters.ts";
import { repository, slaposEnvironment } from "./environment.ts";

const description = join(repository, "software-release/software.cfg.json");
let bin = "";
let unavailable: string | null = null;

beforeAll(async () => {
  const environment = await slaposEnvironment();
  bin = environment.bin;
  unavailable = environment.missing;
}, 900_000);

beforeEach((context) => {
  if (unavailable !== null) context.skip(unavailable);
});

/** Rules that JSON Schema has no words for, by what `ors check` says of them. */
const beyondJsonSchema = [
  /gnb_id_bits is/,
  /a cron schedule/,
  /at most 16383/,
  /not the settings of one event/,
  /an IPv4 or IPv6 address/,
  /^"\d+" is too large$/,
  /an integer from 1 to 65535/,
];

describe.each([
  {
    kind: "enb",
    count: 900,
    minAccepted: 60,
    issuesOf: (given: unknown) => findErrors(checkConfiguration(given).issues),
  },
  { kind: "shared", count: 900, minAccepted: 90, issuesOf: issuesOfShared },
] as const)("parameters of $kind", ({ kind, count, minAccepted, issuesOf }) => {
  it("are accepted and refused alike by both", () => {
    const samples = fc
      .sample(anyValue(makeJsonSchema(kind) as object), { numRuns: count, seed: 5 })
      .filter(isDictionary);
    const verdicts = jsonSchemaVerdicts(samples.map((given) => [kind, given]));
    const differing = samples.flatMap((given, index) => {
      const issues = issuesOf(given);
      const theirs = verdicts[index]?.errors ?? null;
      if ((issues.length === 0) === (theirs === null)) return [];
      return isBeyond(issues) && theirs === null ? [] : [{ given, ours: issues[0]?.what, theirs }];
    });
    const accepted = verdicts.filter(({ errors }) => errors === null).length;
    expect(accepted).toBeGreaterThan(minAccepted);
    expect(accepted).toBeLessThan((count * 9) / 10);
    expect(differing).toEqual([]);
  });

  it("are still accepted with the defaults that slapconfiguration fills in", () => {
    const samples = fc
      .sample(anyValue(makeJsonSchema(kind) as object), { numRuns: 600, seed: 6 })
      .filter((given) => isDictionary(given) && issuesOf(given).length === 0);
    expect(samples.length).toBeGreaterThan(30);
    const filled = jsonSchemaVerdicts(
      samples.map((given) => [kind, given]),
      "all",
    );
    for (const { errors, parameters } of filled) {
      expect(errors).toBeNull();
      expect(issuesOf(parameters)).toEqual([]);
    }
  });
});

/** slapconfiguration.jsonschema takes anything else for an empty dictionary. */
function isDictionary(given: unknown): boolean {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function issuesOfShared(parameters: unknown): readonly Issue[] {
  return findErrors(checkShared([{ reference: "ONE", slaveReference: "ONE", parameters }]).issues);
}

/** What is refused: a warning is accepted. */
function findErrors(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ severity }) => severity === "error");
}

function isBeyond(issues: readonly Issue[]): boolean {
  return (
    issues.length > 0 &&
    issues.every(({ what, expected = "" }) =>
      beyondJsonSchema.some((rule) => rule.test(what) || rule.test(expected)),
    )
  );
}

type Verdict = { readonly errors: string | null; readonly parameters: unknown };

function jsonSchemaVerdicts(lines: readonly unknown[], setDefault = "none"): Verdict[] {
  const script = join(repository, "test/slapos/accepted.py");
  const run = execaSync(join(bin, "python"), ["-W", "ignore", script, description, setDefault], {
    input: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
    maxBuffer: 2 ** 28,
    reject: false,
  });
  expect(run.exitCode, run.stderr).toBe(0);
  return run.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

it("the release asks for its extension where Nexedi's fork of buildout does not run, and only there", () => {
  const script = `
import sys
import zc.buildout.buildout as bo
import zc.buildout.configparser as configparser
def extensions():
    with open(sys.argv[1]) as profile:
        return configparser.parse(profile, sys.argv[1], bo._default_globals)['buildout'].get('extensions')
print(extensions())
bo.dumps = repr
print(extensions())`;
  const profile = join(repository, "software-release/software.cfg");
  const { stdout } = execaSync(join(bin, "python"), ["-W", "ignore", "-", profile], { input: script });
  expect(stdout).toBe("nodecompat\nNone");
});
