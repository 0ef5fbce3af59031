import { expect, test } from "vitest";
import { hasLinkLocal } from "../../src/emulate/link-local.ts";

const loopback = "00000000000000000000000000000001 01 80 10 80       lo";
const tentative = "fe80000000000000020a45fffe000001 02 40 20 40      ru0";
const usable = "fe80000000000000020a45fffe000001 02 40 20 80      ru0";
const global = "24015180000000660000000000000001 02 80 00 80      ru0";

test("a link-local address is usable once it is tentative no more", () => {
  expect(hasLinkLocal([loopback, usable, ""].join("\n"), "ru0")).toBe(true);
  expect(hasLinkLocal([loopback, tentative, ""].join("\n"), "ru0")).toBe(false);
});

test("another interface's, or a global address, is none of it", () => {
  expect(hasLinkLocal([loopback, global, ""].join("\n"), "ru0")).toBe(false);
  expect(hasLinkLocal([usable, ""].join("\n"), "ru1")).toBe(false);
  expect(hasLinkLocal("", "ru0")).toBe(false);
});
