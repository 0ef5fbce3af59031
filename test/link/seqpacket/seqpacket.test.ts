import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectSeqpacket } from "../../../src/link/seqpacket/client.ts";
import type { Connection, Listener } from "../../../src/link/seqpacket/connection.ts";
import type { Limits, Message } from "../../../src/link/seqpacket/receive.ts";
import { type Server, type ServerOptions, serveSeqpacket } from "../../../src/link/seqpacket/server.ts";
import { until } from "../../support/until.ts";

const limits: Limits = { maxMessageBytes: 1000, maxDescriptors: 1 };
let folder = "";
let open: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "seqpacket-"));
});
afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
  rmSync(folder, { recursive: true });
});

type End = {
  readonly connection: Connection;
  readonly messages: Message[];
  readonly closed: (Error | null)[];
};

function makeEnd(connection: Connection): End & { readonly listener: Listener } {
  const messages: Message[] = [];
  const closed: (Error | null)[] = [];
  open.push(connection.close);
  return {
    connection,
    messages,
    closed,
    listener: {
      onMessage: (message) => messages.push(message),
      onClose: (error) => closed.push(error),
    },
  };
}

function serve(path: string, more: Partial<ServerOptions> = {}): { server: Server; ends: End[] } {
  const ends: End[] = [];
  const onConnection = (connection: Connection) => {
    const end = makeEnd(connection);
    ends.push(end);
    return end.listener;
  };
  const server = serveSeqpacket(path, { limits, onConnection, ...more });
  open.push(server.close);
  return { server, ends };
}

async function connect(path: string): Promise<End> {
  let end: ReturnType<typeof makeEnd> | undefined;
  await connectSeqpacket(path, { limits }, (connection) => {
    end = makeEnd(connection);
    return end.listener;
  });
  if (end === undefined) throw new Error("the listener was not asked for");
  return end;
}

/** A client and its connection at the server. */
async function connectBoth(more: Partial<ServerOptions> = {}): Promise<{ client: End; served: End }> {
  const path = join(folder, "socket");
  const { ends } = serve(path, more);
  const client = await connect(path);
  await until(() => ends.length === 1, "ends of length 1");
  return { client, served: ends[0] as End };
}

const textOf = ({ bytes }: Message) => bytes.toString();

describe("messages", () => {
  test("come whole and apart, both ways, with the process that sent them", async () => {
    const { client, served } = await connectBoth();
    client.connection.send(Buffer.from("one"));
    client.connection.send(Buffer.from("two"));
    await until(() => served.messages.length === 2, "messages");
    expect(served.messages.map(textOf)).toEqual(["one", "two"]);
    served.connection.send(Buffer.from("answer"));
    await until(() => client.messages.length === 1, "messages");
    expect(client.messages.map(textOf)).toEqual(["answer"]);
    expect([served.connection.peer.pid, client.connection.peer.pid]).toEqual([process.pid, process.pid]);
  });

  test("are cut above the limit, and say so", async () => {
    const { client, served } = await connectBoth();
    client.connection.send(Buffer.alloc(1001, "x"));
    client.connection.send(Buffer.alloc(1000, "y"));
    await until(() => served.messages.length === 2, "served.messages of length 2");
    expect(served.messages.map(({ isCut, bytes }) => [isCut, bytes.length])).toEqual([
      [true, 1000],
      [false, 1000],
    ]);
  });

  test("wait for an end that does not read, in order, up to a limit", async () => {
    const { client, served } = await connectBoth({
      limits: { maxMessageBytes: 1000, maxWaitingBytes: 1_000_000 },
    });
    for (let number = 0; number < 2000; number++) served.connection.send(Buffer.alloc(500, `${number},`));
    expect(served.closed).toEqual([]);
    await until(() => client.messages.length === 2000, "client.messages of length 2000");
    expect(client.messages.map((one) => textOf(one).split(",")[0])).toEqual(
      Array.from({ length: 2000 }, (_, number) => `${number}`),
    );
    for (let number = 0; number < 20_000; number++) served.connection.send(Buffer.alloc(500));
    await until(() => served.closed.length === 1, "served.closed of length 1");
    expect(served.closed[0]?.message).toBe("sendmsg to a peer that does not read: No buffer space available");
  });

  test("that wait are sent before an end closes the connection", async () => {
    const { client, served } = await connectBoth();
    for (let number = 0; number < 1000; number++) served.connection.send(Buffer.alloc(500, `${number}`));
    served.connection.end();
    await until(() => client.closed.length === 1, "the end of the connection");
    expect(client.closed).toEqual([null]);
    expect(client.messages).toHaveLength(1000);
  });
});

test("what was sent before the other end closed comes, also where that left messages unread", async () => {
  const { client, served } = await connectBoth();
  client.connection.send(Buffer.from("never read"));
  for (let number = 0; number < 50; number++) served.connection.send(Buffer.from(`${number}`));
  served.connection.close();
  await until(() => client.closed.length === 1, "the end of the connection");
  expect(client.closed).toEqual([null]);
  expect(client.messages).toHaveLength(50);
});

test("what was sent before the other end closed comes, also where something is sent to that end first", async () => {
  const path = join(folder, "socket");
  const { ends } = serve(path);
  const client = await connect(path);
  await until(() => ends.length === 1, "the client is connected");
  ends[0]?.connection.send(Buffer.from("last"));
  ends[0]?.connection.close();
  client.connection.send(Buffer.from("too late"));
  await until(() => client.closed.length === 1, "the end is told");
  expect(client.messages.map(({ bytes }) => `${bytes}`)).toEqual(["last"]);
  expect(client.closed).toEqual([null]);
});

describe("descriptors", () => {
  test("come with a message, closed on exec; those above the limit are closed", async () => {
    const { client, served } = await connectBoth();
    const path = join(folder, "file");
    writeFileSync(path, "through the socket");
    const fds = [openSync(path, "r"), openSync(path, "r"), openSync(path, "r")];
    client.connection.send(Buffer.from("here"), fds);
    for (const fd of fds) closeSync(fd);
    await until(() => served.messages.length === 1, "served.messages of length 1");
    const { descriptors, isDescriptorLost } = served.messages[0] as Message;
    expect([descriptors.length, isDescriptorLost]).toEqual([1, true]);
    const passed = descriptors[0] as number;
    expect(readFileSync(passed, "utf8")).toBe("through the socket");
    expect(readFileSync(`/proc/self/fdinfo/${passed}`, "utf8")).toMatch(/^flags:\s+02/m);
    closeSync(passed);
    await until(() => countOpen(path) === 0, "closed descriptors");
  });

  test("that nobody asked for are closed, also those of a closed connection", async () => {
    const { client, served } = await connectBoth({ limits: { maxMessageBytes: 1000 } });
    const fd = openSync("/dev/null", "r");
    const before = countOpen("/dev/null");
    client.connection.send(Buffer.from("unwanted"), [fd, fd]);
    await until(() => served.messages.length === 1, "served.messages of length 1");
    client.connection.send(Buffer.from("unread"), [fd, fd]);
    served.connection.close();
    await until(() => client.closed.length === 1, "the end of the connection");
    expect(client.closed).toEqual([null]);
    await until(() => countOpen("/dev/null") === before, "closed descriptors");
    closeSync(fd);
  });
});

function countOpen(path: string): number {
  return readdirSync("/proc/self/fd").filter((fd) => linkOf(fd) === path).length;
}

function linkOf(fd: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null; // closed meanwhile, as the folder that is being read is
  }
}

describe("the socket", () => {
  test("is for its owner alone, whatever the umask, and goes when the server closes", () => {
    const path = join(folder, "socket");
    const before = process.umask(0);
    try {
      const { server } = serve(path);
      expect(lstatSync(path).mode & 0o777).toBe(0o600);
      server.close();
    } finally {
      process.umask(before);
    }
    open = [];
    expect(existsSync(path)).toBe(false);
  });

  test("may have a path that is longer than an address", async () => {
    const long = join(folder, "x".repeat(200));
    mkdirSync(long);
    const path = join(long, "socket");
    const { ends } = serve(path);
    const client = await connect(path);
    client.connection.send(Buffer.from("far"));
    await until(() => ends[0]?.messages.length === 1, "messages");
    expect(ends[0]?.messages.map(textOf)).toEqual(["far"]);
  });

  test("of a server that was killed is replaced; of one that runs it is not", async () => {
    const path = join(folder, "socket");
    const { server } = serve(path);
    expect(() => serve(path)).toThrow(`${path}: another program listens there`);
    expect(existsSync(path)).toBe(true);
    rmSync(path);
    server.close();
    open = [];
    runPython(
      "import socket, sys; socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).bind(sys.argv[1])",
      path,
    );
    expect(lstatSync(path).isSocket()).toBe(true);
    serve(path);
    await connect(path);
  });

  test("does not take the place of a file", () => {
    const path = join(folder, "socket");
    writeFileSync(path, "precious");
    expect(() => serve(path)).toThrow(`${path}: a file that is not a socket lies there`);
    expect(readFileSync(path, "utf8")).toBe("precious");
  });

  test("that another server has bound meanwhile is not removed", () => {
    const path = join(folder, "socket");
    const { server } = serve(path);
    rmSync(path);
    serve(path);
    server.close();
    expect(existsSync(path)).toBe(true);
  });

  test.skipIf(process.getuid?.() !== 0)("turns other users away, unless they are allowed", async () => {
    const path = join(folder, "socket");
    const refused: unknown[] = [];
    const { ends } = serve(path, { allow: [1], onRefused: ({ user }, why) => refused.push([user, why]) });
    chmodSync(folder, 0o711);
    chmodSync(path, 0o666);
    const answers = [2, 1].map((user) => startPython(connectAndReceive, path, user));
    await until(() => ends.length === 1 && refused.length === 1, "a user taken and one refused");
    ends[0]?.connection.send(Buffer.from("welcome"));
    expect(await Promise.all(answers)).toEqual(["", "welcome"]);
    expect(refused).toEqual([[2, "user"]]);
    expect(ends[0]?.connection.peer.user).toBe(1);
  });

  test("takes so many connections at a time, and again where one was closed", async () => {
    const path = join(folder, "socket");
    const { ends } = serve(path, { maxConnections: 1 });
    const [first, second] = [await connect(path), await connect(path)];
    await until(() => second.closed.length === 1, "the second turned away");
    expect(ends).toHaveLength(1);
    first.connection.close();
    await until(() => ends[0]?.closed.length === 1, "the first gone");
    await connect(path);
    await until(() => ends.length === 2, "a place for another");
  });
});

const connectAndReceive = `
import os, socket, sys
os.setuid(int(sys.argv[2]))
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect(sys.argv[1])
sys.stdout.write(s.recv(100).decode())
`;

function runPython(program: string, ...words: string[]): void {
  execFileSync("python3", ["-c", program, ...words]);
}

async function startPython(program: string, ...words: (string | number)[]): Promise<string> {
  const { stdout } = await promisify(execFile)("python3", ["-c", program, ...words.map(String)]);
  return stdout;
}
