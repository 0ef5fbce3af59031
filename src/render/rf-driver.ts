/** The radio part of enb.cfg: `rf_driver`, `tx_gain`, `rx_gain`. */
import type { TapPlan } from "../plan/tap-plan.ts";
import type { CpriLink, RadioUnit, Site } from "../site/site.ts";
import { formatNumber } from "./quote/number.ts";

/** dB: so little that nothing is sent. */
const silentGain = -1000;

/** What `enb/radio.cfg.njk` lays out. */
export function makeRadioContext(site: Site, plan: TapPlan) {
  const { radioUnits, enb } = site;
  return {
    rfDriver: {
      name: enb.rfDriver.name,
      args: listDevices(radioUnits)
        .map((device, index) => `dev${index}=${device}`)
        .join(","),
      sync: enb.rfDriver.gpsSync ? "gps" : null,
      cpri: makeCpriContext(radioUnits, plan),
    },
    txGain: radioUnits.flatMap((ru) =>
      repeat(ru.nAntennaDl, ru.txrxActive === "ACTIVE" ? ru.txGain : silentGain),
    ),
    rxGain: radioUnits.flatMap((ru) => repeat(ru.nAntennaUl, ru.rxGain)),
  };
}

/** An SDR Radio Unit may have several boards; a CPRI one has one port of a board. */
function listDevices(radioUnits: readonly RadioUnit[]): string[] {
  return radioUnits.flatMap(({ link }) =>
    link.kind === "sdr"
      ? link.devices.map((device) => `/dev/sdr${device}`)
      : [`/dev/sdr${link.sdrDev}@${link.sfpPort}`],
  );
}

/** Settings of the CPRI links, one value a device; null where there is none. */
function makeCpriContext(radioUnits: readonly RadioUnit[], plan: TapPlan) {
  const links = radioUnits.map(({ link }) => link).filter((link) => link.kind === "cpri");
  if (links.length === 0) return null;
  const each = (value: (link: CpriLink) => number) =>
    links.map((link) => formatNumber(value(link))).join(",");
  return {
    mapping: links.map(({ mapping }) => mapping).join(","),
    mult: each(({ mult }) => mult),
    rxDelay: each(({ rxDelay }) => rxDelay),
    txDelay: each(({ txDelay }) => txDelay),
    txDbm: each(({ txDbm }) => txDbm),
    ifname: joinIfnames(radioUnits, plan),
  };
}

/** Null where the plan has no TAP: a test instance on a node without one. */
function joinIfnames(radioUnits: readonly RadioUnit[], plan: TapPlan): string | null {
  const nameOf = new Map(plan.taps.map(({ ru, name }) => [ru, name]));
  const names = radioUnits.map(({ reference }) => nameOf.get(reference)).filter((name) => name !== undefined);
  return names.length > 0 ? names.join(",") : null;
}

function repeat(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}
