/** `ors switch run`: the switch, in the foreground. */
import type { Run } from "../../../console/command.ts";
import { awaitEndSignal } from "../../../console/end-signals.ts";
import { exitCode, InputError } from "../../../issue/exit-code.ts";
import { describeFrameIo } from "../../../link/frames/frame-io.ts";
import { openSwitch } from "../../../link/switch/open-switch.ts";
import { takeOver } from "../../../link/switch/take-over.ts";
import { readConfiguration } from "../read-configuration.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { config }) => {
  const { text, configuration } = await readConfiguration(terminal, config);
  const open = openSwitch(terminal.complain);
  try {
    const { issues } = takeOver(open.switch, configuration);
    if (issues.length > 0) throw new InputError(issues, text);
    terminal.print(`${configuration.ports.length} ports: ${describeFrameIo(open.io)}`);
    await awaitEndSignal();
    return exitCode.good;
  } finally {
    open.close();
  }
};
