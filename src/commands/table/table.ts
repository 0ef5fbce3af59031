/** The command table: what `ors` can do, in the sections and the order of its help. */
import { type Command, type CommandSection, createCommand } from "../../console/command.ts";
import { nodeCommands } from "./node.ts";
import { parameterCommands } from "./parameters.ts";
import { radioCommands } from "./radio.ts";
import { subtapCommands } from "./subtaps.ts";
import { switchCommands } from "./switch.ts";
import { commandsWithoutHardware } from "./without-hardware.ts";

/** What says more about the others. */
const ownCommands: readonly Command[] = [
  createCommand(
    { name: "help", summary: "say more about a command" },
    () => import("../help/definition.ts"),
    async () => ({ run: (await import("../help/run.ts")).createRun(sections) }),
  ),
  createCommand(
    { name: "completion", summary: "print a script that completes commands and options in a shell" },
    () => import("../completion/definition.ts"),
    async () => ({ run: (await import("../completion/run.ts")).createRun(commands) }),
  ),
  createCommand(
    { name: "manual", summary: "print a manual page" },
    () => import("../manual/definition.ts"),
    async () => ({ run: (await import("../manual/run.ts")).createRun(sections) }),
  ),
];

export const sections: readonly CommandSection[] = [
  { title: "Parameters", commands: parameterCommands },
  { title: "Files and subtaps", commands: subtapCommands },
  { title: "Lopcomm Radio Units over NETCONF", commands: radioCommands },
  { title: "VLAN switch", commands: switchCommands },
  { title: "Without hardware", commands: commandsWithoutHardware },
  { title: "Services of a SlapOS node", commands: nodeCommands },
  { title: "This program", commands: ownCommands },
];

/** All of them. */
export const commands: readonly Command[] = sections.flatMap((section) => section.commands);
