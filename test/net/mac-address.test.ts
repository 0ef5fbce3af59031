import { expect, test } from "vitest";
import { parseMac } from "../../src/net/mac-address.ts";

test("six bytes in hexadecimal, of either case, are an address", () => {
  expect(parseMac("02:0A:b3:00:00:ff")).toEqual(Uint8Array.of(2, 10, 179, 0, 0, 255));
  expect(parseMac("00:00:00:00:00:02")).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 2));
  expect(parseMac("12:00:00:00:00:00")).toEqual(Uint8Array.of(18, 0, 0, 0, 0, 0));
});

test.each([
  "",
  "02:0a:b3:00:00",
  "02:0a:b3:00:00:ff:01",
  "2:0a:b3:00:00:ff",
  "02:0a:b3:00:00:f",
  "02-0a-b3-00-00-ff",
  "x02:0a:b3:00:00:ff",
  "02:0a:b3:00:00:ffx",
  "0g:0a:b3:00:00:ff",
  "02:0a:b3:00:00:fg",
  "01:00:5e:00:00:01",
  "ff:ff:ff:ff:ff:ff",
  "00:00:00:00:00:00",
])("%j is not the address of an interface", (text) => {
  expect(parseMac(text)).toBeNull();
});
