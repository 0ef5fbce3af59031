/** The plugin of slapgrid that every promise of a partition is: it takes the result that one process keeps. */
import { once } from "node:events";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../commands/ors.ts";
import { repository, slaposEnvironment } from "./environment.ts";

const folder = temporaryFolder();
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

describe("a promise of a partition", () => {
  it("says what the newest check found", async () => {
    expect(await sense({ enb: { holds: true, line: "it runs" } })).toEqual([["INFO", "it runs"]]);
    expect(await sense({ enb: { holds: false, line: "100 % broken" } })).toEqual([["ERROR", "100 % broken"]]);
  });

  it("fails where results are older than two periods, are missing, or are not JSON", async () => {
    const old = { ageSeconds: 121 };
    const nobody = [["ERROR", "nobody makes this check: see the log of the service stats-log"]];
    expect(await sense({ enb: { holds: true, line: "it runs" } }, old)).toEqual(nobody);
    expect(await sense({ dnsmasq: { holds: true, line: "it runs" } })).toEqual(nobody);
    expect(await sense("{")).toEqual(nobody);
  });

  it("waits for a result that is newer than the last run of `ors partition`", async () => {
    const enb = { holds: true, line: "it runs" };
    const later = { enb: { holds: true, line: "it runs again" } };
    expect(await sense({ enb }, { ageSeconds: 5, wantedAgoSeconds: 0, later })).toEqual([
      ["INFO", "it runs again"],
    ]);
  });

  it("waits for a service that was just started, but not longer than it takes to start", async () => {
    const enb = { holds: false, line: "it does not run", settling: true };
    const later = { enb: { holds: true, line: "it runs" } };
    expect(await sense({ enb }, { wantedAgoSeconds: 0, later })).toEqual([["INFO", "it runs"]]);
    expect(await sense({ enb }, { wantedAgoSeconds: 30 })).toEqual([["ERROR", "it does not run"]]);
  });
});

/** Says when it has loaded, waits for a line, says when it has looked at the results, and at last what it found. */
const script = `
import json, sys
sys.path.insert(0, sys.argv[1])
from ors_recipe.promise import RunPromise
class Watched(RunPromise):
    def read(self, since):
        answer = super().read(since)
        print('looked', flush=True)
        return answer
folder = sys.argv[2]
config = dict(json.loads(sys.argv[3]), queue=1, name='check-enb.py', path='/check-enb.py',
              **{'partition-folder': folder, 'log-folder': folder})
print('loaded', flush=True)
sys.stdin.readline()
promise = Watched(config)
promise.sense()
print(json.dumps([[one['status'], one['message']] for one in promise.getLastPromiseResultList()[0]]))
`;
let count = 0;

type Results = Readonly<Record<string, { holds: boolean; line: string; settling?: boolean }>>;

/** Level and text of what the promise \`enb\` says, of results that lie there, and of later ones. */
async function sense(
  results: Results | string,
  given: { ageSeconds?: number; wantedAgoSeconds?: number; later?: Results } = {},
): Promise<unknown[]> {
  const { ageSeconds = 0, wantedAgoSeconds = 60, later } = given;
  count += 1;
  const own = join(folder, String(count));
  mkdirSync(own);
  const path = join(own, "promises.json");
  const wanted = join(own, "promises.wanted");
  const options = {
    promise: "enb",
    results: path,
    wanted,
    "max-age": "120",
    "settle-time": "10",
    "anomaly-count": "1",
  };
  const recipe = join(repository, "software-release/recipe");
  const words = ["-B", "-W", "ignore", "-c", script, recipe, own, JSON.stringify(options)];
  const run = execa(join(bin, "python"), words, { stdin: "pipe" });
  const lines = createInterface({ input: run.stdout });
  const next = async () => (await once(lines, "line"))[0];

  expect(await next()).toBe("loaded");
  const write = (kept: Results, began: number) =>
    writeFileSync(path, JSON.stringify({ began, results: addSettling(kept) }));
  if (typeof results === "string") writeFileSync(path, results);
  else write(results, Date.now() - ageSeconds * 1000);
  writeFileSync(wanted, "");
  const since = Date.now() / 1000 - wantedAgoSeconds;
  utimesSync(wanted, since, since);
  run.stdin.end("\n");
  expect(await next()).toBe("looked");
  if (later !== undefined) write(later, Date.now());
  return JSON.parse((await run).stdout.split("\n").at(-1) ?? "");
}

function addSettling(results: Results): Results {
  return Object.fromEntries(
    Object.entries(results).map(([name, result]) => [name, { settling: false, ...result }]),
  );
}
