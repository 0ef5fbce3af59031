/** What the logs of a Radio Unit say of requests and replies; the words that promises look for stand in that of the configuration. */
import type { RpcReply } from "../../netconf/rpc.ts";
import type { Request } from "../life/life.ts";
import type { RadioUnitLogs } from "./radio-unit-logs.ts";

export function logRequest(logs: RadioUnitLogs, request: Request): void {
  if (request.kind === "edit-config") logs.text("config", "INFO", ["Sending edit-config RPC request..."]);
}

export function logReply(logs: RadioUnitLogs, request: Request, { errors, content }: RpcReply): void {
  switch (request.kind) {
    case "reset-watchdog":
      logs.reply("supervision-reply", content);
      break;
    case "download":
    case "install":
    case "activate":
      logs.reply("software-reply", content);
      break;
    case "edit-config":
      logEditReply(logs, errors);
      break;
    default:
  }
}

function logEditReply(logs: RadioUnitLogs, errors: RpcReply["errors"]): void {
  if (errors.length === 0) logs.text("config", "INFO", ["Edit-config RPC request sent successfully"]);
  else {
    const messages = errors.map(({ message }) => message).join("; ");
    logs.text("config", "ERROR", [`Error sending edit-config RPC request: ${messages}`]);
  }
}
