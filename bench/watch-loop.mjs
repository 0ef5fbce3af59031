// Loaded into a watch by `node --import`: how long its event loop was held at most, printed as it ends. By the wall
// clock, which counts what the machine took away too, and by the processor time of the thread, which is our own doing.
import { createRequire } from "node:module";

const koffi = createRequire(import.meta.url)("koffi");
const clockGettime = koffi.load(null).func("int clock_gettime(int, void *)");
const CLOCK_THREAD_CPUTIME_ID = 3;
const resolution = 1; // ms
/** What starting costs is not what the watch is judged by. */
const startUp = 1000; // ms

const time = new BigInt64Array(2);
const most = { wall: 0, processor: 0 };
let last = now();

setInterval(() => {
  const next = now();
  most.wall = Math.max(most.wall, next.wall - last.wall - resolution);
  most.processor = Math.max(most.processor, next.processor - last.processor);
  last = next;
}, resolution).unref();
setTimeout(() => {
  most.wall = 0;
  most.processor = 0;
}, startUp).unref();
process.on("exit", () => {
  const { wall, processor } = most;
  process.stderr.write(`loop held: max ${wall.toFixed(2)} ms, of it own ${processor.toFixed(2)} ms\n`);
});

function now() {
  clockGettime(CLOCK_THREAD_CPUTIME_ID, time);
  return { wall: performance.now(), processor: Number(time[0]) * 1e3 + Number(time[1]) / 1e6 };
}
