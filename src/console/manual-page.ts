/** Manual pages as man(7) has them, from the definitions of commands. */
import type { Command, CommandSection } from "./command.ts";
import { about, describeWithDefault, formatFlags, formatSynopsis } from "./help.ts";

/** ors(1): the list of commands, by section. */
export function formatProgramPage(sections: readonly CommandSection[]): string {
  const commands = sections.flatMap((section) => section.commands);
  return [
    ".TH ORS 1",
    ".SH NAME",
    `ors \\- ${escapeRoff(about)}`,
    ".SH SYNOPSIS",
    ".B ors",
    "COMMAND [options]",
    ".SH COMMANDS",
    ...sections.flatMap(({ title, commands: own }) => [
      `.SS ${escapeRoff(title)}`,
      ...own.flatMap(({ name, summary }) => [".TP", `.B ${escapeRoff(name)}`, escapeRoff(summary)]),
    ]),
    ...exitStatus,
    ".SH SEE ALSO",
    commands.map(({ name }) => `.BR ${formatPageName(name)} (1)`).join(",\n"),
  ].join("\n");
}

/** ors-apply(1) and the like. */
export async function formatCommandPage({ name, summary, define }: Command): Promise<string> {
  const definition = await define();
  const { details = [], arguments: defined, options, examples } = definition;
  const rows = (title: string, all: readonly (readonly [string, string])[]) =>
    all.length === 0
      ? []
      : [
          `.SH ${title}`,
          ...all.flatMap(([label, text]) => [".TP", `.B ${escapeRoff(label)}`, escapeRoff(text)]),
        ];
  return [
    `.TH ${formatPageName(name).toUpperCase()} 1`,
    ".SH NAME",
    `${formatPageName(name)} \\- ${escapeRoff(summary)}`,
    ".SH SYNOPSIS",
    `.B ors ${name}`,
    escapeRoff(formatSynopsis(definition)),
    ...(details.length === 0
      ? []
      : [".SH DESCRIPTION", ...details.flatMap((text) => [".PP", escapeRoff(text)])]),
    ...rows(
      "ARGUMENTS",
      Object.values(defined).map((one) => [one.metavar ?? "", describeWithDefault(one)]),
    ),
    ...rows(
      "OPTIONS",
      Object.entries(options).map(([key, one]) => [formatFlags(key, one), describeWithDefault(one)]),
    ),
    ".SH EXAMPLES",
    ...examples.flatMap((example) => [".PP", ".nf", escapeRoff(example), ".fi"]),
    ...exitStatus,
  ].join("\n");
}

/** `ors-tap-down` of `tap down`. */
export function formatPageName(command: string): string {
  return `ors-${command.replaceAll(" ", "-")}`;
}

const exitStatus = [
  ".SH EXIT STATUS",
  "0 good; 1 the check found something wrong; 2 the input is bad; 3 not permitted; 4 anything else failed.",
];

/** Nothing in a text is a request or an escape of roff, and hyphens can be copied. */
function escapeRoff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/gm, "\\&$1");
}
