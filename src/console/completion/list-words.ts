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

export type CompletedWord = { readonly word: string; readonly summary: string | null };

/** First words of the command line, each once: commands, and groups, which have no summary. */
export function listFirstWords(commands: readonly CompletedCommand[]): CompletedWord[] {
  const words = new Map<string, string | null>();
  for (const { name, summary } of commands) {
    const [first = "", second] = name.split(" ");
    words.set(first, second === undefined ? summary : null);
  }
  return [...words].map(([word, summary]) => ({ word, summary }));
}

/** The second words of each group. */
export function listGroups(commands: readonly CompletedCommand[]): Map<string, CompletedWord[]> {
  const groups = new Map<string, CompletedWord[]>();
  for (const { name, summary } of commands) {
    const [group = "", word] = name.split(" ");
    if (word !== undefined) groups.set(group, [...(groups.get(group) ?? []), { word, summary }]);
  }
  return groups;
}
