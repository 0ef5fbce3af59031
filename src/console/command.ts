/** A command: its name, and lazy imports of how it is typed and of what it does. */
import type { ExitCode } from "../issue/exit-code.ts";
import type { Arguments, Definition, Options, ValuesOf } from "./definition.ts";
import { parseWords } from "./parse-words.ts";
import { readValues } from "./read-values.ts";
import type { Terminal } from "./terminal.ts";

/** What a command does; the exit code that it gives is the program's. */
export type Run<D> = (terminal: Terminal, values: ValuesOf<D>) => Promise<ExitCode>;

export type CommandName = {
  /** One word, or two where the first is a group: `tap down`. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
};

export type Command = CommandName & {
  readonly define: () => Promise<Definition>;
  /** Reads the words behind the name, throws an InputError with all that is wrong with them, then runs the command. */
  readonly start: (
    terminal: Terminal,
    words: readonly string[],
    environment: Readonly<Record<string, string | undefined>>,
  ) => Promise<ExitCode>;
};

/** Commands that stand together in help, in the order of it. */
export type CommandSection = { readonly title: string; readonly commands: readonly Command[] };

/** A command from the exports `definition` and `run` of two modules. */
export function createCommand<A extends Arguments, O extends Options>(
  { name, summary }: CommandName,
  loadDefinition: () => Promise<{ readonly definition: Definition<A, O> }>,
  loadRun: () => Promise<{ readonly run: Run<Definition<A, O>> }>,
): Command {
  return {
    name,
    summary,
    define: async () => (await loadDefinition()).definition,
    start: async (terminal, words, environment) => {
      const { definition } = await loadDefinition();
      const values = readValues(definition, parseWords(definition, words), environment);
      return (await loadRun()).run(terminal, values as ValuesOf<Definition<A, O>>);
    },
  };
}
