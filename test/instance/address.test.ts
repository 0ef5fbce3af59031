import { expect, test } from "vitest";
import { address, addressWithPort, macAddress } from "../../src/instance/fields/address.ts";

const meta = { title: "t" };
const accepts = (schema: ReturnType<typeof address>, text: string) => schema.safeParse(text).success;

test.each(["1.2.3.4", "255.255.255.255", "::", "::1", "abcd::1", "1:2:3:4:5:6:7:8", "FE80::A"])(
  "%s is an address, with a port in brackets where it is IPv6",
  (text) => {
    expect(accepts(address(meta), text)).toBe(true);
    expect(accepts(addressWithPort(meta), text)).toBe(true);
    const withPort = text.includes(":") ? `[${text}]:65535` : `${text}:65535`;
    expect(accepts(addressWithPort(meta), withPort)).toBe(true);
    expect(accepts(address(meta), withPort)).toBe(false);
  },
);

test.each([
  "",
  "1.2.3",
  "1.2.3.256",
  "01.2.3.4",
  "1.2.3.4:",
  "1.2.3.4:0",
  "1.2.3.4:65536",
  "1.2.3.4:077",
  "1.2.3.4/24",
  "abcd::1::2",
  "[abcd::1",
  "[abcd::1]:",
  "[1.2.3.4]:5",
  "fe80::1%eth0",
  "12345::1",
  "localhost",
  "1.2.3.4\n",
  " 1.2.3.4",
  '1.2.3.4", x: "',
])("%j is no address", (text) => {
  expect(accepts(addressWithPort(meta), text)).toBe(false);
});

test.each(["00:0a:45:00:00:01", "02:00:00:00:00:00", "FE:ff:FF:ff:ff:ff", "00:00:00:00:00:01"])(
  "%s is the MAC address of one device",
  (text) => {
    expect(accepts(macAddress(meta), text)).toBe(true);
  },
);

test.each([
  "ff:ff:ff:ff:ff:ff",
  "01:00:5e:00:00:01",
  "33:33:00:00:00:01",
  "00:00:00:00:00:00",
  "00-0a-45-00-00-01",
  "000a45000001",
  "00:0a:45:00:00",
  "00:0a:45:00:00:01:02",
  "00:0a:45:00:00:0g",
  "00:0a:45:00:00:01\n",
  "00:0a:45:00:00:1",
])("%j is not: a group, nobody, or another syntax", (text) => {
  expect(accepts(macAddress(meta), text)).toBe(false);
});
