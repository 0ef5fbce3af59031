/** The definitions of commands, through the parser that people meet. */
import { expect, test } from "vitest";
import { commands } from "../../src/commands/table/table.ts";
import type { Definition } from "../../src/console/definition.ts";
import { findCommand } from "../../src/console/find-command.ts";
import { optionName } from "../../src/console/option-name.ts";
import { parseWords } from "../../src/console/parse-words.ts";
import { readValues } from "../../src/console/read-values.ts";
import { ors } from "./ors.ts";

type Read = { readonly name: string; readonly values: Readonly<Record<string, unknown>> };

/** What the real parser makes of the words after `ors`. */
async function read(words: readonly string[], environment: Record<string, string> = {}): Promise<Read> {
  const found = findCommand(commands, words);
  if (found === null || "group" in found) return { name: "", values: {} };
  const definition = await found.command.define();
  return {
    name: found.command.name,
    values: readValues(definition, parseWords(definition, found.rest), environment),
  };
}

const definitions: readonly (readonly [string, Definition])[] = await Promise.all(
  commands.map(async ({ name, define }) => [name, await define()] as const),
);

test("every command has examples, and the parser takes each of them for that command", async () => {
  expect(definitions.length).toBeGreaterThanOrEqual(18);
  for (const [name, { examples }] of definitions) {
    expect(examples.length, name).toBeGreaterThanOrEqual(1);
    for (const example of examples) {
      const [program, ...words] = splitWords(example.replace(/ [>|] .*/, ""));
      expect(program).toBe("ors");
      const found = await read(words).catch((cause: Error) => ({ name: cause.message }));
      expect(found.name, example).toBe(name);
    }
  }
});

test.each(definitions)("ors %s: help shows every argument, option and example", (name, definition) => {
  const { status, stdout } = ors(...name.split(" "), "--help");
  expect(status).toBe(0);
  for (const [key, { metavar, shownDefault }] of Object.entries(definition.options)) {
    expect(stdout).toContain(metavar === null ? optionName(key) : `${optionName(key)} ${metavar}`);
    if (shownDefault !== undefined) expect(stdout.replace(/\s+/g, " ")).toContain(`default: ${shownDefault}`);
  }
  for (const { metavar } of Object.values(definition.arguments))
    expect(stdout).toContain(metavar?.slice(1, -1));
  for (const example of definition.examples) expect(stdout).toContain(`  ${example}\n`);
});

test.each(definitions)(
  "ors %s: the default that help shows is the value where the option is left out",
  (_, definition) => {
    for (const [key, option] of Object.entries(definition.options)) {
      if (option.absent === undefined || option.metavar === null) continue;
      expect(option.parse(option.shownDefault ?? ""), key).toEqual({ value: option.absent });
    }
  },
);

test.each(definitions)(
  "ors %s: short options differ, and no argument has the name of an option",
  (_, definition) => {
    const letters = Object.values(definition.options).flatMap(({ short }) => short ?? []);
    expect(new Set(letters).size).toBe(letters.length);
    const keys = [...Object.keys(definition.arguments), ...Object.keys(definition.options)];
    expect(new Set(keys).size).toBe(keys.length);
  },
);

test("values have the types of their kinds", async () => {
  const { values } = await read([
    "link",
    "--tap",
    "t-1",
    "--netns",
    "n",
    "--mac",
    "00:0a:45:00:00:01",
    "--loss",
    "1.5%",
    "--delay",
    "20ms",
  ]);
  expect(values).toMatchObject({
    tap: "t-1",
    interface: "ru0",
    mac: Uint8Array.of(0x00, 0x0a, 0x45, 0, 0, 1),
    loss: 1.5,
    delay: 20,
    interval: 10,
    pcap: undefined,
  });
  expect((await read(["tap", "exec", "t-1", "--", "prog", "--queues", "x"])).values).toMatchObject({
    command: ["prog", "--queues", "x"],
    queues: 1,
    vnetHdr: false,
  });
});

test.each([
  [["watch", "--batch", "0"], "--batch: 0 is too small", "a whole number from 1 to 1000000"],
  [["watch", "--settle", "soon"], '--settle: "soon" is not a number', "a number from 0 to 60000 (ms)"],
  [
    ["watch", "--queue", "1.5"],
    '--queue: "1.5" is not a whole number',
    "a whole number from 0 to 1048576 (KiB)",
  ],
  [["link", "--loss", "101%"], "--loss: 101% is too large", "a number from 0 to 100 (%)"],
  [["schema", "x"], 'unknown schema "x"', "one of enb"],
  [["render", "--output", ""], "--output: an empty dir", "a dir"],
  [
    ["render", "--output", "-"],
    "--output: a folder cannot be standard output",
    "a dir; ./- is one of that name",
  ],
])("%j is refused with what is expected", (words, what, expected) => {
  const run = ors(...words);
  expect(run.status).toBe(2);
  expect(run.stderr).toContain(what);
  expect(run.stderr).toContain(expected);
});

test("everything wrong with one command line is said at once", () => {
  const { stderr } = ors("link", "--loss", "x", "--delay", "-");
  for (const name of ["--tap", "--netns", "--mac", "--loss", "--delay"])
    expect(stderr).toContain(`${name}: `);
});

test("a file is named as an argument, by --instance, or by ORS_INSTANCE where nothing else names one", async () => {
  expect((await read(["check", "a.yaml"])).values).toMatchObject({ file: "a.yaml", instance: undefined });
  expect((await read(["check", "-i", "a.yaml"])).values).toMatchObject({
    file: undefined,
    instance: "a.yaml",
  });
  const environment = { ORS_INSTANCE: "b.yaml" };
  expect((await read(["check"], environment)).values).toMatchObject({ instance: "b.yaml" });
  expect((await read(["check", "a.yaml"], environment)).values).toMatchObject({
    file: "a.yaml",
    instance: undefined,
  });
  expect((await read(["apply", "--plan", "p"], environment)).values).toMatchObject({
    plan: "p",
    instance: undefined,
  });
  expect(ors("check", "a.yaml", "--instance", "b.yaml").stderr).toContain("<file> and --instance");
});

/** Words as a shell splits them, with single quotes only. */
function splitWords(line: string): string[] {
  return (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'(.*)'$/, "$1"));
}
