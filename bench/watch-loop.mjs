// Loaded into a watch by `node --import`: how long its event loop was held at most, printed as it ends.
import { monitorEventLoopDelay } from "node:perf_hooks";

const resolution = 1; // ms
const delay = monitorEventLoopDelay({ resolution });
delay.enable();
// What starting costs is not what the watch is judged by.
setTimeout(() => delay.reset(), 1000).unref();
process.on("exit", () => {
  const held = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution).toFixed(2);
  process.stderr.write(
    `loop held: max ${held(delay.max)} p99.9 ${held(delay.percentile(99.9))} p99 ${held(delay.percentile(99))} ms\n`,
  );
});
