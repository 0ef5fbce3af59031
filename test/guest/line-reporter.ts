import { appendFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** What the host hears of one test. */
export type Line = {
  readonly file: string;
  readonly title: string;
  readonly state: string;
  readonly ms: number;
  readonly errors: readonly string[];
};

/** The last line, and the only one with this key: vitest came to its end. */
export const endLine = '{"end":true}';

/** Writes a line of JSON for each test as soon as it has ended, so that a guest that hangs has said how far it came. */
export class LineReporter implements Reporter {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result();
    const ms = Math.round(test.diagnostic()?.duration ?? 0);
    const texts = errors.map((error) => error.stack ?? error.message);
    this.write({ file: test.module.relativeModuleId, title: test.fullName, state, ms, errors: texts });
  }

  /** A file that could not be loaded, or whose hooks failed, has errors of its own. */
  onTestModuleEnd(module: TestModule): void {
    const suites = [module, ...module.children.allSuites()];
    const errors = suites.flatMap((suite) => suite.errors()).map((error) => error.stack ?? error.message);
    if (errors.length > 0)
      this.write({ file: module.relativeModuleId, title: "the file itself", state: "failed", ms: 0, errors });
  }

  onTestRunEnd(): void {
    appendFileSync(this.path, `${endLine}\n`);
  }

  private write(line: Line): void {
    appendFileSync(this.path, `${JSON.stringify(line)}\n`);
  }
}
