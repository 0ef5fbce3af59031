/** Every test of the trampoline, and the attacks that need another kernel's configuration, in a guest with Debian's. */
import { guestRelease, whyNoGuest } from "../test/guest/boot.ts";
import { runOnSecondKernel } from "../test/guest/second-kernel.ts";
import { listTitles, patternOf, type Title } from "../test/guest/share.ts";
import type { Order, Result } from "./soak.ts";

/** How many parts are run, each in a guest of its own; the seed is the number of the first. More than there are: all of them. */
export const count = 1000;

/** Tests of one part: few enough for minutes, and for a guest that hangs to cost little. */
const maxTests = 20;

/** Of one part. */
const timeout = 3_600_000;

export async function run({ seed, count }: Order): Promise<Result> {
  const missing = whyNoGuest();
  if (missing !== null) return { passed: 0, failures: [missing], figures: [] };
  const parts = divide(listTitles());
  const failures: string[] = [];
  const figures: string[] = [];
  let passed = 0;
  for (let index = 0; index < Math.min(count, parts.length); index++) {
    const number = (seed + index) % parts.length;
    const { wanted, good, wrong, seconds } = await runPart(parts[number] ?? []);
    passed += good;
    failures.push(...wrong);
    figures.push(`part ${number} of ${parts.length}: ${good} of ${wanted} tests passed, ${seconds} s`);
  }
  return { passed, failures, figures: [`kernel ${guestRelease()}`, ...figures] };
}

/** Into parts of one file each. */
function divide(titles: readonly Title[]): Title[][] {
  const files = [...new Set(titles.map(({ file }) => file))].sort();
  return files.flatMap((file) => {
    const ofFile = titles.filter((title) => title.file === file);
    const starts = Array.from({ length: Math.ceil(ofFile.length / maxTests) }, (_, part) => part * maxTests);
    return starts.map((start) => ofFile.slice(start, start + maxTests));
  });
}

async function runPart(part: readonly Title[]) {
  const started = performance.now();
  const files = [...new Set(part.map(({ file }) => file))];
  const { tests, broken } = await runOnSecondKernel(files, timeout, patternOf(part));
  const wrong = part.flatMap(({ file, title }) => {
    const found = tests.find((one) => one.file === file && one.title === title);
    if (found?.state === "passed") return [];
    return [`${file} > ${title}: ${found === undefined ? "it did not run" : found.errors.join("\n")}`];
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const good = part.length - wrong.length;
  return { wanted: part.length, good, wrong: broken === null ? wrong : [...wrong, broken], seconds };
}
