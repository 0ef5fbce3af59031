/** A command: its definition, and a lazy import of what it does. */
import type { ExitCode } from "../issue/exit-code.ts";
import type { Arguments, Definition, Options, ValuesOf } from "./definition.ts";
import { type Given, readValues } from "./read-values.ts";
import type { Terminal } from "./terminal.ts";

/** What a command does; the exit code that it gives is the program's. */
export type Run<D> = (terminal: Terminal, values: ValuesOf<D>) => Promise<ExitCode>;

export type Command = {
  readonly definition: Definition;
  /** Reads the words, throws an InputError with all that is wrong with them, then loads and runs the command. */
  readonly start: (terminal: Terminal, given: Given) => Promise<ExitCode>;
};

/** A definition together with a lazy import of what it does. */
export function createCommand<A extends Arguments, O extends Options>(
  definition: Definition<A, O>,
  load: () => Promise<{ readonly run: Run<Definition<A, O>> }>,
): Command {
  return {
    definition,
    start: async (terminal, given) => {
      const values = readValues(definition, given) as ValuesOf<Definition<A, O>>;
      return (await load()).run(terminal, values);
    },
  };
}
