/** A switch: the core, and the ports around it. */
import type { Endpoint, PortConfiguration, SwitchConfiguration } from "../../vlan/configuration.ts";
import { switchDefaults } from "../../vlan/limits.ts";
import { type Core, createCore } from "./core/core.ts";
import type { OpenPort, Port } from "./port.ts";

export type Switch = {
  readonly core: Core;
  readonly options: SwitchOptions;
  configuration: SwitchConfiguration;
  /** How many configurations were taken that changed something. */
  generation: number;
  /** By their numbers; a place that is free is undefined. */
  ports: (AttachedPort | undefined)[];
  /** Every line that is open: also those that are about to come or to go. */
  readonly lines: Set<Line>;
  isClosed: boolean;
};

export type SwitchOptions = {
  /** Ticks of a clock that does not jump: `tickMs` each. */
  readonly readTicks: () => number;
  /** Random words, as many as `hashSecrets` says. */
  readonly secrets: Uint32Array;
  /** How each kind of port is opened; a kind that is not there cannot be configured. */
  readonly open: { readonly [K in Endpoint["kind"]]?: OpenPort<Extract<Endpoint, { kind: K }>> };
  /** Called after frames were handed on. */
  readonly onTraffic?: () => void;
  /** Called where the link of a port changes, or its ports. */
  readonly onChange?: () => void;
};

/** A port that has a place in the switch. */
export type AttachedPort = {
  readonly number: number;
  readonly configuration: PortConfiguration;
  readonly line: Line;
};

/**
 * An open port, and which number it has now: what it tells is about that. While its frames are captured, `port` is one that
 * shows them (`capture/capturing-port.ts`).
 */
export type Line = { port: Port; number: number; isUp: boolean; readonly captured: CaptureTotals };

/** What captures of a port, those that have ended included, have noted of its frames, and lost; and how many run. */
export type CaptureTotals = { running: number; noted: number; lost: number };

/** A switch without ports. */
export function createSwitch(options: SwitchOptions): Switch {
  const { ageing, addresses } = switchDefaults;
  return {
    core: createCore(options.secrets),
    options,
    configuration: { ageing, addresses, ports: [] },
    generation: 0,
    ports: [],
    lines: new Set(),
    isClosed: false,
  };
}

/** The number of a line that is not attached. */
export const noNumber = -1;

/** Closes every port; a configuration that is being taken over is given up. */
export function closeSwitch(one: Switch): void {
  one.isClosed = true;
  one.ports = [];
  for (const line of one.lines) void closeLine(one, line);
}

/** Closes a line that no port has any more. */
export function closeLine({ lines }: Switch, line: Line): Promise<void> | void {
  line.number = noNumber;
  lines.delete(line);
  return line.port.close();
}
