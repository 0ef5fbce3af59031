/** The command table: what `ors` can do, in the order of its help. */
import { type Command, createCommand } from "../console/command.ts";

export const commands: readonly Command[] = [
  createCommand(
    { name: "new", summary: "print a complete, commented parameter file to start from" },
    () => import("./new/definition.ts"),
    () => import("./new/run.ts"),
  ),
  createCommand(
    { name: "add ru", summary: "add a Radio Unit to a parameter file" },
    () => import("./add-ru/definition.ts"),
    () => import("./add-ru/run.ts"),
  ),
  createCommand(
    { name: "add cell", summary: "add a cell to a parameter file" },
    () => import("./add-cell/definition.ts"),
    () => import("./add-cell/run.ts"),
  ),
  createCommand(
    { name: "check", summary: "validate parameters and say what the instance would be" },
    () => import("./check/definition.ts"),
    () => import("./check/run.ts"),
  ),
  createCommand(
    { name: "explain", summary: "say what one cell or Radio Unit came to, and where each value came from" },
    () => import("./explain/definition.ts"),
    () => import("./explain/run.ts"),
  ),
  createCommand(
    { name: "convert", summary: "print parameters of the older form in the newer one" },
    () => import("./convert/definition.ts"),
    () => import("./convert/run.ts"),
  ),
  createCommand(
    { name: "plan", summary: "print the split of the TAP's range among Radio Units" },
    () => import("./plan/definition.ts"),
    () => import("./plan/run.ts"),
  ),
  createCommand(
    { name: "render", summary: "write every file that the parameters ask for" },
    () => import("./render/definition.ts"),
    () => import("./render/run.ts"),
  ),
  createCommand(
    { name: "apply", summary: "bring the kernel's subtaps to the plan" },
    () => import("./apply/definition.ts"),
    () => import("./apply/run.ts"),
  ),
  createCommand(
    { name: "undo", summary: "put back the rendered files of before, and their subtaps" },
    () => import("./undo/definition.ts"),
    () => import("./undo/run.ts"),
  ),
  createCommand(
    { name: "status", summary: "show the plan beside what the kernel has" },
    () => import("./status/definition.ts"),
    () => import("./status/run.ts"),
  ),
  createCommand(
    { name: "down", summary: "remove this instance's subtaps" },
    () => import("./down/definition.ts"),
    () => import("./down/run.ts"),
  ),
  createCommand(
    { name: "schema", summary: "print the JSON schema of the parameters, or of a JSON document" },
    () => import("./schema/definition.ts"),
    () => import("./schema/run.ts"),
  ),
  createCommand(
    { name: "watch", summary: "keep the kernel true to the plan" },
    () => import("./watch/definition.ts"),
    () => import("./watch/run.ts"),
  ),
  createCommand(
    { name: "tap down", summary: "take one subtap down until further notice" },
    () => import("./tap-down/definition.ts"),
    () => import("./tap-down/run.ts"),
  ),
  createCommand(
    { name: "tap up", summary: "give back a subtap that was taken down" },
    () => import("./tap-up/definition.ts"),
    () => import("./tap-up/run.ts"),
  ),
  createCommand(
    { name: "tap exec", summary: "start a program that has a TAP open as descriptor 3" },
    () => import("./tap-exec/definition.ts"),
    () => import("./tap-exec/run.ts"),
  ),
  createCommand(
    { name: "link", summary: "carry frames between a subtap and a Radio Unit in another network namespace" },
    () => import("./link/definition.ts"),
    () => import("./link/run.ts"),
  ),
  createCommand(
    { name: "emulate", summary: "a Radio Unit without hardware for every CPRI Radio Unit of an instance" },
    () => import("./emulate/definition.ts"),
    () => import("./emulate/run.ts"),
  ),
  createCommand(
    { name: "switch run", summary: "a learning switch with VLANs over TAPs, in the foreground" },
    () => import("./switch/run/definition.ts"),
    () => import("./switch/run/run.ts"),
  ),
  createCommand(
    { name: "switch apply", summary: "give a running switch another configuration" },
    () => import("./switch/apply/definition.ts"),
    () => import("./switch/apply/run.ts"),
  ),
  createCommand(
    { name: "switch show", summary: "draw who is where in a running switch, or list what it knows" },
    () => import("./switch/show/definition.ts"),
    () => import("./switch/show/run.ts"),
  ),
  createCommand(
    { name: "switch capture", summary: "write what one port of a running switch sends and receives" },
    () => import("./switch/capture/definition.ts"),
    () => import("./switch/capture/run.ts"),
  ),
  createCommand(
    { name: "switch metrics", summary: "print the metrics of a running switch" },
    () => import("./switch/metrics/definition.ts"),
    () => import("./switch/metrics/run.ts"),
  ),
  createCommand(
    { name: "switch check", summary: "validate the configuration of a switch" },
    () => import("./switch/check/definition.ts"),
    () => import("./switch/check/run.ts"),
  ),
  createCommand(
    { name: "emulated", summary: "order a Radio Unit of a running `ors emulate` to do things wrong" },
    () => import("./emulated/definition.ts"),
    () => import("./emulated/run.ts"),
  ),
  createCommand(
    { name: "radio run", summary: "manage Lopcomm Radio Units: configure, supervise, watch alarms" },
    () => import("./radio/run/definition.ts"),
    () => import("./radio/run/run.ts"),
  ),
  createCommand(
    {
      name: "radio list",
      summary: "list managed Radio Units; exit 1 where one is not in service or has an alarm",
    },
    () => import("./radio/list/definition.ts"),
    () => import("./radio/list/run.ts"),
  ),
  createCommand(
    { name: "radio show", summary: "show all that is known of one Radio Unit" },
    () => import("./radio/show/definition.ts"),
    () => import("./radio/show/run.ts"),
  ),
  createCommand(
    { name: "radio alarms", summary: "list alarms that are on; exit 1 where there is one" },
    () => import("./radio/alarms/definition.ts"),
    () => import("./radio/alarms/run.ts"),
  ),
  createCommand(
    { name: "radio configure", summary: "look at a Radio Unit again and deliver what differs" },
    () => import("./radio/configure/definition.ts"),
    () => import("./radio/configure/run.ts"),
  ),
  createCommand(
    { name: "radio reset", summary: "restart a Radio Unit" },
    () => import("./radio/reset/definition.ts"),
    () => import("./radio/reset/run.ts"),
  ),
  createCommand(
    { name: "radio update", summary: "install firmware on a Radio Unit and restart it" },
    () => import("./radio/update/definition.ts"),
    () => import("./radio/update/run.ts"),
  ),
  createCommand(
    { name: "radio trust", summary: "accept the changed host key of a Radio Unit" },
    () => import("./radio/trust/definition.ts"),
    () => import("./radio/trust/run.ts"),
  ),
  createCommand(
    { name: "frame send", summary: "send frames to a TAP, an interface or shared memory" },
    () => import("./frame/send/definition.ts"),
    () => import("./frame/send/run.ts"),
  ),
  createCommand(
    {
      name: "frame expect",
      summary: "compare frames that come with those that must; exit 1 where one differs",
    },
    () => import("./frame/expect/definition.ts"),
    () => import("./frame/expect/run.ts"),
  ),
  createCommand(
    { name: "frame hold", summary: "keep ports open for sending and expecting" },
    () => import("./frame/hold/definition.ts"),
    () => import("./frame/hold/run.ts"),
  ),
  createCommand(
    { name: "partition", summary: "write everything that a SlapOS partition runs with" },
    () => import("./partition/definition.ts"),
    () => import("./partition/run.ts"),
  ),
  createCommand(
    { name: "promise", summary: "one check of a running instance: one line, exit 0 or 1" },
    () => import("./promise/definition.ts"),
    () => import("./promise/run.ts"),
  ),
  createCommand(
    {
      name: "stats-log",
      summary: "append the eNB's statistics to a log, a line of JSON each time; keep the results of promises",
    },
    () => import("./stats-log/definition.ts"),
    () => import("./stats-log/run.ts"),
  ),
  createCommand(
    { name: "try", summary: "a shell, or a command, in a namespace of its own with a slaptap" },
    () => import("./try/definition.ts"),
    () => import("./try/run.ts"),
  ),
  createCommand(
    { name: "help", summary: "say more about a command" },
    () => import("./help/definition.ts"),
    async () => ({ run: (await import("./help/run.ts")).createRun(commands) }),
  ),
  createCommand(
    { name: "completion", summary: "print a script that completes commands and options in a shell" },
    () => import("./completion/definition.ts"),
    async () => ({ run: (await import("./completion/run.ts")).createRun(commands) }),
  ),
  createCommand(
    { name: "manual", summary: "print a manual page" },
    () => import("./manual/definition.ts"),
    async () => ({ run: (await import("./manual/run.ts")).createRun(commands) }),
  ),
];
