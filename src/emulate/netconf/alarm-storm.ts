/** A flood of alarms: they come and go as fast as a session may send notifications for long. */
import type { SimulatedAlarm } from "./device.ts";

const periodMs = 20;
const perPeriod = 10;
const sources = 100;

/** @returns what ends it */
export function startAlarmStorm(notify: (alarm: SimulatedAlarm, isCleared: boolean) => void): () => void {
  let count = 0;
  const timer = setInterval(() => {
    for (let one = 0; one < perPeriod; one++) {
      notify(makeAlarm(count % sources), Math.floor(count / sources) % 2 === 1);
      count++;
    }
  }, periodMs);
  return () => clearInterval(timer);
}

function makeAlarm(number: number): SimulatedAlarm {
  return { faultId: 1001, source: `RF Module ${number}`, severity: "MINOR", text: "RSSI Imbalance alarm" };
}
