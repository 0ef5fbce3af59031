/** What a shell completes: every command with its options, and what their values are. */
import type { Command } from "../command.ts";
import type { Completion } from "../option/option.ts";
import { optionName } from "../option-name.ts";

export type CompletedCommand = {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Of its arguments, in order; the last goes on for a command that takes any number. */
  readonly arguments: readonly Completion[];
};

export type CompletedOption = {
  readonly long: string;
  readonly short: string | undefined;
  readonly description: string;
  /** Null where the option takes no value. */
  readonly value: Completion | null;
};

export function listCompletions(commands: readonly Command[]): Promise<CompletedCommand[]> {
  return Promise.all(
    commands.map(async ({ name, summary, define }) => {
      const { options, arguments: defined } = await define();
      return {
        name,
        summary,
        options: Object.entries(options).map(([key, { metavar, short, description, completion }]) => ({
          long: optionName(key),
          short: short && `-${short}`,
          description,
          value: metavar === null ? null : completion,
        })),
        arguments: Object.values(defined).map(({ completion }) => completion),
      };
    }),
  );
}

/** First words of the command line, each once: commands and groups. */
export function listFirstWords(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.map(({ name }) => name.split(" ")[0] ?? ""))];
}
