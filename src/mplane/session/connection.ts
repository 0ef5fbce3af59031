/** One connection to a Radio Unit, from dialling to its end: SSH, hello, requests. */
import type { Duplex } from "node:stream";
import type { Hello } from "../../netconf/hello.ts";
import type { Notification } from "../../netconf/notification.ts";
import { formatCloseSession, type RpcReply } from "../../netconf/rpc.ts";
import { openSession, type Session } from "../../netconf/session.ts";
import { mplaneTimers } from "../timers.ts";
import type { Channel, ChannelEvents } from "./ssh-channel.ts";

export type ConnectionEvents = {
  readonly onHello: (hello: Hello) => void;
  readonly onNotification: (notification: Notification) => void;
  readonly onStray: (what: string) => void;
  /** Once, unless the connection was closed from our side; `refused` where trying again soon cannot help. */
  readonly onLost: (reason: string, refused: boolean) => void;
};

export type Connection = {
  readonly request: (operation: string, onReply: (reply: RpcReply) => void) => void;
  /** Ends it, at once or politely: with close-session, and a limit for its reply. No event comes after it. */
  readonly close: (politely: boolean) => Promise<void>;
};

/** Dials; everything that happens comes as an event. */
export function openConnection(
  dial: (events: ChannelEvents) => Promise<Channel>,
  events: ConnectionEvents,
): Connection {
  const open: Open = { channel: undefined, session: undefined, helloTimer: undefined, isOver: false };
  const lose = (reason: string, refused: boolean) => {
    if (open.isOver) return;
    drop(open);
    events.onLost(reason, refused);
  };
  dial({ onOpen: (stream) => greet(open, stream, events, lose), onEnd: lose })
    .then((channel) => {
      open.channel = channel;
      if (open.isOver) channel.destroy();
    })
    .catch((cause: unknown) => lose(cause instanceof Error ? cause.message : String(cause), false));
  return {
    request: (operation, onReply) =>
      open.session?.request(operation, (reply) => {
        if (!open.isOver) onReply(reply);
      }),
    close: (politely) => closeConnection(open, politely),
  };
}

type Open = {
  channel: Channel | undefined;
  session: Session | undefined;
  helloTimer: NodeJS.Timeout | undefined;
  isOver: boolean;
};

type Lose = (reason: string, refused: boolean) => void;

function greet(open: Open, stream: Duplex, events: ConnectionEvents, lose: Lose): void {
  if (open.isOver) return;
  const limit = mplaneTimers.helloMs;
  open.helloTimer = setTimeout(() => lose(`no hello within ${limit / 1000} s`, false), limit);
  const whileOpen =
    <T>(run: (value: T) => void) =>
    (value: T) => {
      if (!open.isOver) run(value);
    };
  open.session = openSession(stream, {
    onHello: whileOpen((hello) => {
      clearTimeout(open.helloTimer);
      events.onHello(hello);
    }),
    onNotification: whileOpen(events.onNotification),
    onStray: whileOpen(events.onStray),
    onEnd: (reason) => lose(reason, false),
  });
}

function drop(open: Open): void {
  open.isOver = true;
  clearTimeout(open.helloTimer);
  open.channel?.destroy();
}

async function closeConnection(open: Open, politely: boolean): Promise<void> {
  const { session } = open;
  open.isOver = true;
  if (politely && session !== undefined) await sendClose(session);
  drop(open);
}

function sendClose(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, mplaneTimers.closeMs);
    session.request(formatCloseSession(), () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
