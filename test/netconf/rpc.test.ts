import { expect, test } from "vitest";
import { formatClientHello, formatHello, parseHello } from "../../src/netconf/hello.ts";
import { capabilities, namespaces } from "../../src/netconf/namespaces.ts";
import { parseNotification } from "../../src/netconf/notification.ts";
import {
  findInData,
  formatEditConfig,
  formatRpc,
  formatRpcError,
  parseReply,
} from "../../src/netconf/rpc.ts";
import { parseXmlText } from "../../src/netconf/xml/parse-xml.ts";

const base = namespaces.base;

test("our hello has both base versions and no session-id", () => {
  const hello = parseXmlText(formatClientHello());
  expect(hello.children.map(({ name }) => name)).toEqual(["capabilities"]);
  expect(hello.children[0]?.children.map(({ text }) => text)).toEqual([
    capabilities.base10,
    capabilities.base11,
  ]);
});

test("chunks are spoken where the server knows base:1.1", () => {
  expect(parseHello(parseXmlText(formatHello([capabilities.base10, capabilities.base11], 7)))).toMatchObject({
    sessionId: 7,
    chunked: true,
  });
  expect(parseHello(parseXmlText(formatHello([capabilities.base10], 7))).chunked).toBe(false);
});

test.each([
  ["no session-id", formatHello([capabilities.base10])],
  ["session-id 0", formatHello([capabilities.base10], 0)],
  ["no base version that we know", formatHello(["urn:other"], 1)],
  ["another message", "<hi/>"],
])("a hello with %s is refused", (_what, text) => {
  expect(() => parseHello(parseXmlText(text))).toThrow();
});

test.each([
  [
    "netconfd",
    `<rpc-reply message-id="3" xmlns:nc="${base}" xmlns="${base}" last-modified="2026-01-01T00:00:00Z"><data><a xmlns="urn:a"/></data></rpc-reply>`,
  ],
  ["libnetconf2", `<rpc-reply xmlns="${base}" message-id="3"><data><a xmlns="urn:a"/></data></rpc-reply>`],
  [
    "a device that leaves data in no namespace",
    `<nc:rpc-reply xmlns:nc="${base}" message-id="3"><data><a xmlns="urn:a"/></data></nc:rpc-reply>`,
  ],
])("what %s replies is read by namespace and name", (_who, text) => {
  const reply = parseReply(parseXmlText(text));
  expect(reply?.messageId).toBe("3");
  expect(reply && findInData(reply, "urn:a", "a")?.name).toBe("a");
});

test("errors are read apart from warnings, with tag, path and message", () => {
  const error = (severity: string) =>
    `<rpc-error><error-type>application</error-type><error-tag>invalid-value</error-tag><error-severity>${severity}</error-severity><error-path>/a</error-path><error-message>no</error-message></rpc-error>`;
  const reply = parseReply(
    parseXmlText(`<rpc-reply xmlns="${base}">${error("error")}${error("warning")}</rpc-reply>`),
  );
  expect(reply?.messageId).toBeNull();
  expect(reply?.errors.map(formatRpcError)).toEqual(["invalid-value at /a: no"]);
  expect(reply?.warnings).toHaveLength(1);
});

test("a notification has its event, whatever stands first", () => {
  const text = `<notification xmlns="${namespaces.notification}"><alarm-notif xmlns="${namespaces.faultManagement}"/><eventTime>1970-01-05T00:38:50Z</eventTime></notification>`;
  expect(parseNotification(parseXmlText(text))).toMatchObject({
    eventTime: "1970-01-05T00:38:50Z",
    event: { name: "alarm-notif" },
  });
});

test("a configuration goes out as it stands in its file, with its own prefixes", () => {
  const config = `<config xmlns="${base}" xmlns:nc="${base}"><a xmlns="urn:a" nc:operation="replace"/></config>`;
  const rpc = parseXmlText(formatRpc(1, formatEditConfig(config)));
  const sent = rpc.children[0]?.children.find(({ name }) => name === "config")?.children[0];
  expect(sent).toMatchObject({ namespace: "urn:a", attributes: { [`{${base}}operation`]: "replace" } });
});
