/** NETCONF and SFTP clients of others' making against our servers: ncclient, yangcli, OpenSSH's sftp, paramiko. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFileServer } from "../../../src/mplane/software/file-server.ts";
import { makeFiles } from "../../mplane/configs.ts";
import { type LoopbackRadio, openLoopbackRadio } from "../../mplane/loopback-radio.ts";
import { slaposEnvironment } from "../../slapos/environment.ts";
import { whyNoPrograms } from "../../support/programs.ts";
import { type Ncclient, startNcclient } from "./ncclient.ts";

const timeout = 300_000;
const password = "a-password-of-nobody";
const folder = mkdtempSync(join(tmpdir(), "ors-clients-"));
let python: { readonly bin: string; readonly missing: string | null };
let radio: LoopbackRadio;

beforeAll(async () => {
  python = await slaposEnvironment();
  // yangcli knows no IPv6
  radio = await openLoopbackRadio({ password, host: "127.0.0.1" });
}, 900_000);
afterAll(() => {
  radio?.close();
  rmSync(folder, { recursive: true });
});

const startClient = (): Ncclient =>
  startNcclient(python.bin, ([program, ...words]) => spawn(program, words, { stdio: "pipe" }));
const readBody = (file: string | undefined) => (file ?? "").replace(/^<\?xml[^>]*\?>\s*/, "");

describe("the simulated Radio Unit", () => {
  test("is configured, supervised and heard by ncclient", { timeout }, async (context) => {
    if (python.missing !== null) context.skip(python.missing);
    const client = startClient();
    const login = { host: "127.0.0.1", port: radio.port, user: "oranuser", password };
    expect(await client.call("connect", login)).toContain("urn:ietf:params:netconf:base:1.1");
    expect(await client.call("subscribe")).toBe(true);
    const reset = '<supervision-watchdog-reset xmlns="urn:o-ran:supervision:1.0"/>';
    expect(await client.call("rpc", { xml: reset })).toContain("<next-update-at");
    const files = makeFiles("ACTIVE");
    for (const file of [files.processingElement, files.inactive, files.active])
      expect(await client.call("edit_config", { config: readBody(file) })).toBe(true);
    const filter = '<user-plane-configuration xmlns="urn:o-ran:uplane-conf-option8:1.0"/>';
    const running = await client.call<string>("get_config", { filter });
    const wanted = await client.call<string[]>("leaves", { xml: readBody(files.active) });
    expect(await client.call("leaves", { xml: running })).toEqual(wanted);
    radio.raise({ faultId: 9, source: "Antport1", severity: "MAJOR", text: "PA 1 VSWR Alarm" });
    expect(await client.call("take_notification")).toMatch(/<fault-source>Antport1<\/fault-source>/);
    await client.close();
  });

  test("is refused by ncclient with another password", { timeout }, async (context) => {
    if (python.missing !== null) context.skip(python.missing);
    const client = startClient();
    const login = { host: "127.0.0.1", port: radio.port, user: "oranuser", password: "another" };
    await expect(client.call("connect", login)).rejects.toThrow("AuthenticationError");
    await client.close();
  });

  test("answers yangcli, which reads every message by its models", { timeout }, async (context) => {
    const missing = whyNoPrograms("yangcli", "script");
    if (missing !== null) context.skip(missing);
    const commands = join(folder, "commands.txt");
    const asked = ["supervision-watchdog-reset", "get-config source=running"];
    writeFileSync(commands, [...asked, "quit", ""].join("\n"));
    const words = [
      "yangcli --server=127.0.0.1",
      `--ncport=${radio.port} --user=oranuser --password=${password}`,
      `--modpath=${join(import.meta.dirname, "yang")}:/usr/share/yuma/modules`,
      "--module=o-ran-supervision --module=o-ran-processing-element --module=o-ran-uplane-conf-option8",
      `--batch-mode --run-script=${commands}`,
    ];
    // it wants a terminal, and writes into its home
    const { stdout } = await execa("script", ["-qec", words.join(" "), "/dev/null"], {
      env: { HOME: folder, TERM: "dumb" },
      stdin: "ignore",
      timeout,
      reject: false,
    });
    expect(stdout).toContain("NETCONF session established for oranuser");
    expect(stdout).toMatch(/RPC Data Reply 1 for session \d+:\s+rpc-reply \{\s+next-update-at 1970/);
    expect(stdout).toMatch(/transport-session-type CPRI-INTERFACE/);
    expect(stdout).toMatch(/tx-array-carriers TXA0CC00 \{[^}]*gain -20\.0000/);
    expect(stdout).not.toMatch(/[Ee]rror/);
  });
});

describe("the server of firmware", () => {
  const content = Buffer.alloc(3_000_000, "firmware of nobody ");

  test("gives OpenSSH's sftp its one file by the Radio Unit's own key, and nothing else", {
    timeout,
  }, async (context) => {
    const missing = whyNoPrograms("sftp", "ssh-keygen");
    if (missing !== null) context.skip(missing);
    const file = join(folder, "firmware.tar.gz");
    writeFileSync(file, content);
    const key = join(folder, "key");
    await execa("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", key]);
    const server = await openFileServer({
      file,
      address: "::1",
      authorizedKey: readFileSync(`${key}.pub`, "utf8").trim(),
    });
    const { username, port } = new URL(server.source.url);
    const sftp = async (commands: string) => {
      const options = [
        "StrictHostKeyChecking=no",
        "UserKnownHostsFile=/dev/null",
        "IdentitiesOnly=yes",
        "BatchMode=yes",
      ];
      const words = [
        "-F",
        "/dev/null",
        "-P",
        port,
        "-i",
        key,
        ...options.flatMap((option) => ["-o", option]),
        "-b",
        "-",
      ];
      return execa("sftp", [...words, `${username}@[::1]`], { input: commands, timeout, reject: false });
    };
    expect((await sftp(`get firmware.tar.gz ${folder}/fetched\n`)).exitCode).toBe(0);
    expect(readFileSync(join(folder, "fetched")).equals(content)).toBe(true);
    for (const forbidden of ["get /etc/passwd", `put ${key} firmware.tar.gz`, "get ../firmware.tar.gz.pub"]) {
      const refused = await sftp(`${forbidden}\n`);
      expect(refused.exitCode, forbidden).toBe(1);
    }
    server.close();
    expect((await sftp("ls\n")).exitCode).toBe(255);
  });

  test("gives paramiko its file by its password, and refuses another one", { timeout }, async (context) => {
    if (python.missing !== null) context.skip(python.missing);
    const file = join(folder, "other.tar.gz");
    writeFileSync(file, content);
    const server = await openFileServer({ file, address: "::1", authorizedKey: null });
    const { username, port, pathname } = new URL(server.source.url);
    const client = startClient();
    const fetch = (secret: string) =>
      client.call("fetch", {
        host: "::1",
        port: Number(port),
        user: username,
        password: secret,
        path: pathname,
        to: join(folder, "by-paramiko"),
      });
    await fetch(server.source.password);
    expect(readFileSync(join(folder, "by-paramiko")).equals(content)).toBe(true);
    await expect(fetch("another")).rejects.toThrow("AuthenticationException");
    await client.close();
    server.close();
  });
});
