/**
 * A port that shows its frames to somebody on their way. It stands in the place of the port itself only while there is a
 * capture: otherwise a frame meets nothing of it.
 */
import type { Frames } from "../core/frames.ts";
import type { Port } from "../port.ts";
import type { Line } from "../switch.ts";

export type Onlooker = {
  /** The frames of a batch, as they came; their columns up to `length` and the headers are filled. */
  readonly onReceived: (frames: Frames) => void;
  /** A frame that is given to the port, which perhaps cannot send it. */
  readonly onSend: (frames: Frames, index: number, tag: number) => void;
  /** The port was closed. */
  readonly onClose: () => void;
};

/** Shows the frames of a line to one more onlooker; what it returns ends that. */
export function lookOn(line: Line, onlooker: Onlooker): () => void {
  const capturing = capturingPorts.get(line.port) ?? standIn(line);
  capturing.onlookers.add(onlooker);
  return () => {
    capturing.onlookers.delete(onlooker);
    if (capturing.onlookers.size === 0) line.port = capturing.inner;
  };
}

type Capturing = { readonly inner: Port; readonly onlookers: Set<Onlooker> };

const capturingPorts = new WeakMap<Port, Capturing>();

function standIn(line: Line): Capturing {
  const inner = line.port;
  const onlookers = new Set<Onlooker>();
  const port: Port = {
    frames: inner.frames,
    receive: () => {
      const count = inner.receive();
      if (count > 0) for (const onlooker of onlookers) onlooker.onReceived(inner.frames);
      return count;
    },
    send: (frames, index, tag) => {
      // before it is sent: what the port's memory is then is another process's
      for (const onlooker of onlookers) onlooker.onSend(frames, index, tag);
      inner.send(frames, index, tag);
    },
    flush: inner.flush,
    giveBack: () => inner.giveBack?.(),
    hasMore: () => inner.hasMore?.() === true,
    configure: (endpoint) => inner.configure?.(endpoint),
    sent: inner.sent,
    close: () => {
      const closed = inner.close();
      for (const onlooker of [...onlookers]) onlooker.onClose();
      return closed;
    },
  };
  line.port = port;
  const capturing = { inner, onlookers };
  capturingPorts.set(port, capturing);
  return capturing;
}
