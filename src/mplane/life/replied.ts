/** Replies, each to the part of a life that asked. */
import type { RpcReply } from "../../netconf/rpc.ts";
import { formatRpcError } from "../../netconf/rpc.ts";
import { takeEditReply } from "./configuration/configuring.ts";
import { takeAnswer } from "./configuration/looking.ts";
import { becomeWrong } from "./configuration/settled.ts";
import type { Life, LifeEvent, Step } from "./life.ts";
import { endSession } from "./phases.ts";
import { failUpdate, takeStartReply } from "./software/updating.ts";
import { handleSubscribed } from "./supervision/connection.ts";
import { handleResetReply } from "./supervision/watchdog.ts";

export function handleReply(life: Life, event: Extract<LifeEvent, { type: "reply" }>, now: number): Step {
  const { request, errors, content } = event;
  const heard: Life = { ...life, heardAt: now };
  if (request.kind === "reset-watchdog") return handleResetReply(heard, errors, content, now);
  if (life.waiting?.request !== request) return { life: heard, actions: [] };
  const answered: Life = { ...heard, waiting: null };
  const reply: RpcReply = { messageId: null, errors, warnings: [], content };
  switch (request.kind) {
    case "subscribe":
      return handleSubscribed(answered, errors, now);
    case "edit-config":
      return takeEditReply(answered, request.step, errors, now);
    case "reset":
      return takeResetReply(answered, reply, now);
    case "download":
    case "install":
    case "activate":
      return takeStartReply(answered, request.kind, reply, now);
    default:
      return takeAnswer(answered, request.kind, reply, now);
  }
}

/** The Radio Unit restarts now: its session is dead, with or without a word of TCP. */
function takeResetReply(life: Life, { errors }: RpcReply, now: number): Step {
  if (errors.length > 0)
    return becomeWrong(
      failUpdate(life),
      [`reset was refused: ${errors.map(formatRpcError).join("; ")}`],
      now,
    );
  return endSession(life, { reason: "it restarts, as it was asked to" }, now);
}
