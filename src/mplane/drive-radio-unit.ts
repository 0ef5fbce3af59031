/** One Radio Unit driven through its life: performs what the life asks for, and gives it what happens as events. */
import { capabilities } from "../netconf/namespaces.ts";
import type { Notification } from "../netconf/notification.ts";
import type { RpcReply } from "../netconf/rpc.ts";
import type { Action, Life, LifeEvent, Request, Wanted } from "./life/life.ts";
import { step } from "./life/step.ts";
import { startDialling } from "./life/supervision/connection.ts";
import { getNextTime } from "./life/time.ts";
import { type Connection, openConnection } from "./session/connection.ts";
import { type DownloadSource, formatRequest } from "./session/requests.ts";
import { requestAside } from "./session/side-session.ts";
import type { Channel, ChannelEvents } from "./session/ssh-channel.ts";

export type DriverOptions = {
  /** Milliseconds of a clock that does not jump. */
  readonly now: () => number;
  readonly dial: (events: ChannelEvents) => Promise<Channel>;
  readonly log: (level: "INFO" | "WARNING" | "ERROR", text: string, life: Life) => void;
  readonly onNotification: (notification: Notification, life: Life) => void;
  readonly onRequest: (request: Request) => void;
  /** `life` is that before the reply is taken. */
  readonly onReply: (request: Request, reply: RpcReply, life: Life) => void;
  /** After each event: what the life has become, and how late a watchdog reset went out where one did. */
  readonly onChange: (life: Life, resetLateMs: number | null) => void;
  /** Serves one firmware file for as long as a download runs. */
  readonly serve: (file: string) => Promise<{ readonly source: DownloadSource; readonly close: () => void }>;
};

export type Driver = {
  readonly getLife: () => Life;
  readonly send: (event: LifeEvent) => void;
  /** Ends the session, politely where it is open. */
  readonly close: () => Promise<void>;
};

/** Begins at once; `wanted` may change later by an event. */
export function driveRadioUnit(wanted: Wanted, options: DriverOptions): Driver {
  const driving: Driving = {
    life: startDialling(wanted, options.now()),
    options,
    queue: [],
    isBusy: false,
    isClosed: false,
    timer: undefined,
    connection: undefined,
    side: undefined,
    server: undefined,
  };
  dispatch(driving, { type: "time" });
  return {
    getLife: () => driving.life,
    send: (event) => dispatch(driving, event),
    close: () => closeDriving(driving),
  };
}

type Driving = {
  life: Life;
  readonly options: DriverOptions;
  readonly queue: LifeEvent[];
  isBusy: boolean;
  isClosed: boolean;
  timer: NodeJS.Timeout | undefined;
  connection: Connection | undefined;
  /** Of a request that may not be sent on the connection. */
  side: { readonly close: () => void } | undefined;
  /** Of the download that runs. */
  server: { readonly close: () => void } | undefined;
};

/** Events are handled one after the other, also those that an action causes at once. */
function dispatch(driving: Driving, event: LifeEvent): void {
  if (driving.isClosed) return;
  driving.queue.push(event);
  if (driving.isBusy) return;
  driving.isBusy = true;
  try {
    for (let next = driving.queue.shift(); next !== undefined; next = driving.queue.shift())
      handle(driving, next);
  } finally {
    driving.isBusy = false;
  }
  schedule(driving);
}

function handle(driving: Driving, event: LifeEvent): void {
  const { now, onChange } = driving.options;
  const dueAt = driving.life.watchdog?.sentAt === null ? driving.life.watchdog.dueAt : null;
  const at = now();
  const { life, actions } = step(driving.life, event, at);
  driving.life = life;
  for (const action of actions) perform(driving, action);
  stopServing(driving);
  const sentReset = actions.some(
    (action) => action.type === "request" && action.request.kind === "reset-watchdog",
  );
  onChange(life, sentReset && dueAt !== null ? Math.max(0, at - dueAt) : null);
}

/** setTimeout takes no more than 2^31 − 1. */
const maxTimeoutMs = 2 ** 31 - 1;

function schedule(driving: Driving): void {
  clearTimeout(driving.timer);
  const next = getNextTime(driving.life);
  if (!Number.isFinite(next)) return;
  const delay = Math.min(maxTimeoutMs, Math.max(0, Math.ceil(next - driving.options.now())));
  driving.timer = setTimeout(() => dispatch(driving, { type: "time" }), delay);
}

function perform(driving: Driving, action: Action): void {
  if (action.type === "dial") connect(driving);
  else if (action.type === "request") sendRequest(driving, action.request);
  else if (action.type === "end") endConnection(driving, action.politely);
  else driving.options.log(action.level, action.text, driving.life);
}

function connect(driving: Driving): void {
  const { options } = driving;
  driving.connection = openConnection(options.dial, {
    onHello: ({ capabilities: offered }) =>
      dispatch(driving, {
        type: "hello",
        notifications: offered.has(capabilities.notification),
        interleave: offered.has(capabilities.interleave),
      }),
    onNotification: (notification) => {
      options.onNotification(notification, driving.life);
      dispatch(driving, { type: "notification", notification });
    },
    onStray: (what) => options.log("WARNING", `${what} that nobody waits for`, driving.life),
    onLost: (reason, refused) => {
      driving.connection = undefined;
      driving.side?.close();
      dispatch(driving, { type: "lost", reason, refused });
    },
  });
}

function sendRequest(driving: Driving, request: Request): void {
  const { connection } = driving;
  if (request.kind !== "download") deliver(driving, connection, request);
  else void serveDownload(driving, connection, request);
}

async function serveDownload(
  driving: Driving,
  connection: Connection | undefined,
  request: Request,
): Promise<void> {
  try {
    const server = await driving.options.serve(driving.life.pending.update?.file ?? "");
    if (driving.connection !== connection || driving.isClosed) return server.close();
    driving.server = server;
    deliver(driving, connection, request, server.source);
  } catch (cause) {
    // as if the Radio Unit had refused it: it is said, and not tried again by itself
    const error = {
      tag: "not served",
      severity: "error",
      path: "",
      message: (cause as Error).message,
    } as const;
    dispatch(driving, { type: "reply", request, errors: [error], content: [] });
  }
}

function deliver(
  driving: Driving,
  connection: Connection | undefined,
  request: Request,
  source?: DownloadSource,
): void {
  const { options } = driving;
  const takeReply = (reply: RpcReply) => {
    options.onReply(request, reply, driving.life);
    dispatch(driving, { type: "reply", request, errors: reply.errors, content: reply.content });
  };
  options.onRequest(request);
  const operation = formatRequest(request, source);
  if ("aside" in request && request.aside) driving.side = requestAside(options.dial, operation, takeReply);
  else connection?.request(operation, takeReply);
}

function stopServing(driving: Driving): void {
  const { phase } = driving.life;
  if (driving.server === undefined || (phase.name === "updating" && phase.plan.step === "download")) return;
  driving.server.close();
  driving.server = undefined;
}

function endConnection(driving: Driving, politely: boolean): void {
  driving.side?.close();
  void driving.connection?.close(politely);
  driving.connection = undefined;
}

async function closeDriving(driving: Driving): Promise<void> {
  driving.isClosed = true;
  clearTimeout(driving.timer);
  driving.server?.close();
  driving.side?.close();
  await driving.connection?.close(true);
}
