/** Addresses as parameters give them: IPv4, IPv6 or a host name, some with a port; MAC addresses. */
import * as z from "zod";
import { gtpChoices } from "../layout.ts";
import { type FieldMeta, formatChoices, judgedText, pattern } from "./field.ts";

const ipv4 = removeAnchors(z.regexes.ipv4);
const ipv6 = removeAnchors(z.regexes.ipv6);
const port = "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

/** RFC 1123 section 2.1; a last label of digits alone would make it look like an IPv4 address. */
const label = "[0-9a-zA-Z](?:[0-9a-zA-Z-]{0,61}[0-9a-zA-Z])?";
const hostName = `(?=[^:]{1,253}(?::|$))(?:${label}\\.)*(?![0-9]+(?::|$))${label}`;

const ipAddress = new RegExp(`^(?:${ipv4}|${ipv6})$`);
const ipAddressWithPort = new RegExp(`^(?:${ipv4}(?::${port})?|${ipv6}|\\[${ipv6}\\](?::${port})?)$`);
const hostWithPort = new RegExp(`^${hostName}(?::${port})?$`);

/** What forms show: short enough to be read by who mistypes an address, and a little wider. */
const addressForm = /^(?:[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/;
const addressWithPortForm =
  /^(?:[0-9.]+(?::[0-9]+)?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|\[[0-9a-fA-F:.]+\](?::[0-9]+)?)$/;
const hostForm =
  /^(?:[0-9a-zA-Z.-]+(?::[0-9]+)?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|\[[0-9a-fA-F:.]+\](?::[0-9]+)?)$/;

const addressWithPortExpected =
  "an IPv4 or IPv6 address, with a port or without: 1.2.3.4, 1.2.3.4:77, abcd::1, [abcd::1]:78";
const hostExpected =
  "an IPv4 or IPv6 address or a host name, with a port or without: 1.2.3.4, 1.2.3.4:77, abcd::1, [abcd::1]:78";

/** Neither a group address (the lowest bit of the first byte, IEEE 802 §8.2) nor all zeros. */
const unicastMac = /^(?!00(?::00){5}$)[0-9a-fA-F][02468aceACE](?::[0-9a-fA-F]{2}){5}$/;

/** An address of either family without a port. */
export function address(meta: FieldMeta) {
  return judgedText((given) => ipAddress.test(given), addressForm, "an IPv4 or IPv6 address", meta);
}

/** `1.2.3.4`, `1.2.3.4:77`, `abcd::1` or `[abcd::1]:78`. */
export function addressWithPort(meta: FieldMeta) {
  return judgedText(
    (given) => ipAddressWithPort.test(given),
    addressWithPortForm,
    addressWithPortExpected,
    meta,
  );
}

/** The same, or a host name with or without a port. The eNB asks for its address; nobody else does. */
export function host(meta: FieldMeta) {
  return judgedText(
    (given) => ipAddressWithPort.test(given) || hostWithPort.test(given),
    hostForm,
    hostExpected,
    meta,
  );
}

/** An address of the user plane, with or without port, or the name of a way to find one. */
export function gtpAddress(meta: FieldMeta) {
  const form = new RegExp(`^[A-Z][0-9A-Za-z ]+$|${addressWithPortForm.source}`);
  return judgedText(
    (given) => (gtpChoices as readonly string[]).includes(given) || ipAddressWithPort.test(given),
    form,
    `${formatChoices(gtpChoices)}, or ${addressWithPortExpected}`,
    meta,
  );
}

export function macAddress(meta: FieldMeta) {
  return pattern(unicastMac, "the MAC address of one device, such as 00:0a:45:00:00:01", meta);
}

function removeAnchors(syntax: RegExp): string {
  return `(?:${syntax.source.replace(/^\^|\$$/g, "")})`;
}
