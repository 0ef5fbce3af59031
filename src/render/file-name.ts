/** Names of the files that an instance gets, flat in one folder. */
import { encodeReference } from "../instance/reference.ts";

export const enbCfgFileName = "enb.cfg";
export const dnsmasqCfgFileName = "dnsmasq.cfg";
export const planJsonFileName = "plan.json";

export const drbFileName = (cell: string) => encodeReference(`${cell}-drb.cfg`);
export const sib23FileName = (cell: string) => encodeReference(`${cell}-sib23.asn`);
export const sib2NbFileName = (cell: string) => encodeReference(`${cell}-sib2_nb.asn`);
export const cuConfigFileName = (radioUnit: string) => encodeReference(`${radioUnit}-cu_config.xml`);
export const cuInactiveConfigFileName = (radioUnit: string) =>
  encodeReference(`${radioUnit}-cu_inactive_config.xml`);
export const processingElementFileName = (radioUnit: string) =>
  encodeReference(`${radioUnit}-CreateProcessingEle.xml`);
/** How the Radio Unit is managed: login, schedule, firmware. */
export const managementFileName = (radioUnit: string) => encodeReference(`${radioUnit}-management.json`);

/** NAME_MAX of Linux, bytes. */
export const fileNameBytes = 255;
