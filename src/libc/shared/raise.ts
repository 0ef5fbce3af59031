/**
 * Raises an eventfd of another process without ever waiting. write(2) would not do: the other process can fill the
 * counter and take O_NONBLOCK away from the descriptor that both have. A read by aio(7) that is done raises the
 * eventfd named in it, and that never waits (eventfd_signal of fs/eventfd.c).
 */
import { checkResult, errnos, getErrno, LibcError } from "../errno.ts";
import { open, openFlags } from "../file.ts";
import { findFunction } from "../library.ts";
import { getMemoryAddress } from "../memory.ts";

/** Makes ready what raising needs. @throws LibcError where the kernel has no aio or denies it */
export function prepareRaising(): void {
  context ??= createContext();
}

/** Adds one to the counter of an eventfd. */
export function raiseEventfd(fd: number): void {
  context ??= createContext();
  const { id, requests, view } = context;
  view.setUint32(requestAt.result, fd, true);
  if (submit()(numbers().submit, id, 1n, requests) === 1) {
    context.done += 1;
    if (context.done === maxEvents) takeEvents(context);
    return;
  }
  const code = getErrno();
  // the peer's descriptor was closed meanwhile: nobody is there to be woken
  if (code !== errnos.EBADF) throw new LibcError("io_submit", code);
}

type Context = {
  readonly id: bigint;
  readonly request: Uint8Array;
  readonly view: DataView;
  /** The address of the request, as io_submit takes a list of them. */
  readonly requests: BigUint64Array;
  /** Where the read goes; kept as long as the requests are. */
  readonly target: Uint8Array;
  readonly events: Uint8Array;
  done: number;
};

const maxEvents = 64;
const eventBytes = 32;
/** struct iocb of linux/aio_abi.h. */
const requestAt = { descriptor: 20, buffer: 24, length: 32, flags: 56, result: 60 } as const;
const requestBytes = 64;
const IOCB_FLAG_RESFD = 1;

let context: Context | undefined;

/** One for the process: it lives as long. */
function createContext(): Context {
  const id = new BigUint64Array(1);
  checkResult(Number(setup()(numbers().setup, BigInt(2 * maxEvents), id)), "io_setup");
  const [request, target] = [new Uint8Array(requestBytes), new Uint8Array(8)];
  const view = new DataView(request.buffer);
  view.setUint32(requestAt.descriptor, open("/dev/zero", openFlags.RDONLY | openFlags.CLOEXEC), true);
  view.setBigUint64(requestAt.buffer, BigInt(getMemoryAddress(target)), true);
  view.setBigUint64(requestAt.length, 1n, true);
  view.setUint32(requestAt.flags, IOCB_FLAG_RESFD, true);
  const requests = BigUint64Array.of(BigInt(getMemoryAddress(request)));
  const events = new Uint8Array(2 * maxEvents * eventBytes);
  return { id: id[0] as bigint, request, view, requests, target, events, done: 0 };
}

/** Reads of /dev/zero are done when io_submit returns. */
function takeEvents(one: Context): void {
  getEvents()(numbers().getEvents, one.id, 0n, BigInt(2 * maxEvents), one.events, null);
  one.done = 0;
}

/** The C library has no functions for these; their numbers are those of asm/unistd.h. */
function numbers(): { readonly setup: number; readonly submit: number; readonly getEvents: number } {
  return process.arch === "x64"
    ? { setup: 206, submit: 209, getEvents: 208 }
    : { setup: 0, submit: 2, getEvents: 4 };
}

const setup = findFunction<(call: number, events: bigint, id: BigUint64Array) => number>(
  "long syscall(long, unsigned long, void*)",
);
const submit = findFunction<(call: number, id: bigint, count: bigint, requests: BigUint64Array) => number>(
  "long syscall(long, unsigned long, long, void*)",
);
const getEvents = findFunction<
  (call: number, id: bigint, min: bigint, max: bigint, events: Uint8Array, timeout: null) => number
>("long syscall(long, unsigned long, long, long, void*, void*)");
