/** Secrets of shared memory, from files: the list of processes shows no words of theirs. */
import { readFileSync } from "node:fs";
import type { Kind } from "../../console/option/option.ts";
import { makeUsageError } from "../../input/usage.ts";
import { quote } from "../../issue/quote.ts";
import { formatPortName, type PortName } from "../../link/frame-port/port-name.ts";
import { secretPattern, secretRule } from "../../vlan/secret.ts";

/** A file for the port of a name, or for every port that has none of its own. */
export type SecretFile = { readonly name: string | null; readonly file: string };

/** One after the other, as they are typed: `FILE`, `NAME=FILE`. */
export const secretFilesKind: Kind<readonly SecretFile[]> = {
  metavar: "<[name=]file>",
  completion: { kind: "file" },
  format: (files) => files.map(({ name, file }) => (name === null ? file : `${name}=${file}`)).join(","),
  parse: (text) => {
    // a comma in the name of a file is part of it
    const files = text.split(/,(?=[\w.-]+=)/).map((word): SecretFile => {
      const [, name = null, file = ""] = /^(?:([\w.-]+)=)?(.*)$/s.exec(word) ?? [];
      return { name, file };
    });
    return files.some(({ file }) => file === "")
      ? { what: `${quote(text)} names no file`, expected: "FILE, or NAME=FILE for one port" }
      : { value: files };
  },
};

/**
 * What the server of a port wants to hear; undefined where no file is given.
 *
 * @throws UsageError where the port has no such server or the file cannot be read
 */
export function readPortSecret(port: PortName, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (port.kind === "shm") return readSecret(file);
  const expected = port.kind === "held" ? "--secret-file at `ors frame hold`" : "a port shm:SOCKET";
  throw makeUsageError(`--secret-file is not for ${formatPortName(port)}`, expected);
}

/**
 * What the servers of several ports want to hear, by the ports' names.
 *
 * @throws UsageError where a file is for no port of shared memory or cannot be read
 */
export function readSecrets(
  ports: ReadonlyMap<string, PortName>,
  files: readonly SecretFile[],
): ReadonlyMap<string, string> {
  const names = [...ports].filter(([, { kind }]) => kind === "shm").map(([name]) => name);
  const useless = files.find(({ name }) => (name === null ? names.length === 0 : !names.includes(name)));
  if (useless !== undefined)
    throw makeUsageError(
      `--secret-file: ${useless.name === null ? "no port" : `${quote(useless.name)} is not a port`} of shared memory`,
      names.length === 0 ? "a port shm:SOCKET" : names.join(", "),
    );
  const findFile = (port: string) =>
    files.findLast(({ name }) => name === port) ?? files.findLast(({ name }) => name === null);
  const found = names.map((name) => [name, findFile(name)] as const);
  return new Map(
    found.flatMap(([name, from]) => (from === undefined ? [] : [[name, readSecret(from.file)]])),
  );
}

/** What is in a file, without the end of its line. */
function readSecret(file: string): string {
  const secret = readText(file).replace(/\n$/, "");
  if (!secretPattern.test(secret))
    throw makeUsageError(`--secret-file: what is in ${file} is not a secret`, secretRule);
  return secret;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw makeUsageError(`--secret-file: ${(cause as Error).message}`);
  }
}
