/** A NETCONF server of others' making: netconfd (yuma123) behind OpenSSH, with our own short models of a Radio Unit. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli } from "../../commands/ors.ts";
import { slaposEnvironment } from "../../slapos/environment.ts";
import { useNamespace } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { startNcclient } from "./ncclient.ts";

const timeout = 300_000;
const password = "a-password-of-nobody";
const place = useNamespace({ programs: ["netconfd", "sshd", "openssl"] });

const inside = (name: string) => join(place.folder, name);
const outside = (name: string) => join(place.folderOutside, name);
const ors = (...words: string[]) => place.run([process.execPath, cli, ...words], { timeout });

/** The files of a Radio Unit whose carriers are to be active, with a plan that says that it is at ::1. */
function render(): void {
  const site = ors("new", "--ru-count", "1").stdout.replace(/# txrx_active: .*/, "txrx_active: ACTIVE");
  expect(site).toMatch(/^ *txrx_active: ACTIVE/m);
  writeFileSync(outside("site.yaml"), site);
  expect(ors("render", inside("site.yaml"), "--output", inside("etc")).status).toBe(0);
  edit("etc/plan.json", (plan) => ({
    ...plan,
    range: "::/125",
    taps: [{ name: "slaptap0", ru: "RU01", network: "::/126", gateway: "::1", addr: "::1" }],
  }));
  edit("etc/RU01-management.json", (management) => ({ ...management, password }));
}

function edit(name: string, change: (content: Record<string, unknown>) => object): void {
  writeFileSync(outside(name), JSON.stringify(change(JSON.parse(readFileSync(outside(name), "utf8")))));
}

async function startServer(): Promise<void> {
  const script = join(import.meta.dirname, "netconfd.sh");
  const server = place.start(["sh", script, inside("netconfd"), join(import.meta.dirname, "yang"), password]);
  let said = "";
  for (const stream of [server.stdout, server.stderr])
    stream?.on("data", (chunk) => {
      said += chunk;
    });
  await until(
    () => said.includes("ready"),
    "netconfd and sshd",
    () => said,
  );
}

/** Runs the daemon until the Radio Unit is in service; what it delivered up to now, all daemons together. */
async function bringIntoService(): Promise<number> {
  const daemon = place.start([process.execPath, cli, "radio", "run", "--plan", inside("etc/plan.json")]);
  let said = "";
  daemon.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  await until(
    () => said.includes("in service"),
    "in service",
    () => said,
  );
  const ended = new Promise((resolve) => daemon.once("close", resolve));
  daemon.kill("SIGTERM");
  await ended;
  return readFileSync(outside("var/log/RU01-config.log"), "utf8").split("Sending edit-config").length - 1;
}

test("it takes our three files and gives them back equal; a second start sends nothing", {
  timeout,
}, async (context) => {
  const { bin, missing } = await slaposEnvironment();
  if (missing !== null) context.skip(missing);
  render();
  await startServer();
  expect(await bringIntoService()).toBe(3);
  expect(await bringIntoService()).toBe(3);

  // what ncclient reads there has every leaf of the files
  const client = startNcclient(bin, (command) => place.start(command));
  await client.call("connect", { host: "::1", port: 830, user: "oranuser", password });
  for (const [file, container] of [
    ["RU01-CreateProcessingEle.xml", '<processing-elements xmlns="urn:o-ran:processing-element:1.0"/>'],
    ["RU01-cu__config.xml", '<user-plane-configuration xmlns="urn:o-ran:uplane-conf-option8:1.0"/>'],
  ] as const) {
    const xml = readFileSync(outside(`etc/${file}`), "utf8");
    const wanted = await client.call<string[]>("leaves", { xml });
    const running = await client.call<string>("get_config", { filter: container });
    const found = await client.call<string[]>("leaves", { xml: running });
    expect(wanted.length).toBeGreaterThan(2);
    expect(found).toEqual(expect.arrayContaining(wanted));
  }
  await client.close();
});
