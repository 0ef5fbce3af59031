/** A real hypervisor that takes an open TAP, and a guest whose frames need the virtio header. */
import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli } from "../../commands/ors.ts";
import { type Namespace, openNamespace, outcomeOf } from "../../support/netns.ts";
import { patienceMs } from "../../support/patience.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";

const freestanding = "-m32 -ffreestanding -nostdlib -static -no-pie -fno-pic -fno-stack-protector -O1";
const place = useStage(openGuestPlace, { programs: ["qemu-system-x86_64", "gcc"] });

async function openGuestPlace(): Promise<Namespace> {
  const namespace = await openNamespace();
  const source = join(import.meta.dirname, "guest.c");
  namespace.sh(`ip tuntap add dev guest mode tap
    ip address add 10.9.0.2/24 dev guest
    ip link set dev guest up
    gcc ${freestanding} -fno-asynchronous-unwind-tables -Wl,-Ttext=0x100000,--build-id=none \
      -o ${namespace.folder}/guest.elf ${source}`);
  return namespace;
}

function startGuest(...options: string[]) {
  const machine = "-machine q35,accel=tcg -m 64 -display none -nodefaults".split(" ");
  const card =
    "-netdev tap,id=n0,fd={fd},vhost=off -device virtio-net-pci,netdev=n0,disable-modern=on,disable-legacy=off";
  const kernel = ["-kernel", `${place.folder}/guest.elf`];
  const monitor = ["-qmp", `unix:${place.folder}/qmp,server=on,wait=off`];
  const qemu = ["qemu-system-x86_64", ...machine, ...card.split(" "), ...kernel, ...monitor];
  const child = place.start([process.execPath, cli, "tap", "exec", "guest", ...options, "--", ...qemu]);
  const done = outcomeOf(child);
  return {
    end: async () => {
      child.kill("SIGTERM");
      return await done;
    },
  };
}

/** Waits for a datagram of the guest's; the kernel gives it on only where it takes its checksum for good. */
const receive = `
  const socket = require("dgram").createSocket("udp4");
  socket.bind(9999);
  socket.on("message", (message) => { console.log(message.toString()); process.exit(0); });
  setTimeout(() => process.exit(1), Number(process.argv[1]));`;

const checksumErrors = () =>
  Number(place.sh("awk '/^Udp:/ && $7 ~ /[0-9]/ {print $8}' /proc/net/snmp").trim());

test("QEMU takes the TAP, and its monitor reports the netdev with our descriptor", async () => {
  const guest = startGuest("--vnet-hdr");
  const network = await askMonitor("info network");
  expect(network).toMatch(/n0: .*type=tap,fd=3/);
  expect(await guest.end()).toMatchObject({ status: 0 });
});

test("with the header on, a guest's frame that leaves its checksum to the host arrives", async () => {
  const guest = startGuest("--vnet-hdr");
  const before = checksumErrors();
  const { stdout } = place.run([process.execPath, "-e", receive, `${patienceMs}`], {
    timeout: patienceMs * 2,
  });
  expect(stdout).toBe("from guest\n");
  expect(checksumErrors()).toBe(before);
  await guest.end();
});

test("without the header the card offers no such thing, and the same frame counts as broken", async () => {
  const before = checksumErrors();
  const guest = startGuest();
  const { stdout } = place.run([process.execPath, "-e", receive, "1500"]);
  expect(stdout).toBe("");
  await until(() => checksumErrors() > before, "the kernel counts a wrong checksum");
  await guest.end();
});

/** One command of QEMU's human monitor, over QMP. */
async function askMonitor(command: string): Promise<string> {
  const path = join(place.folderOutside, "qmp");
  await until(() => existsSync(path), "the monitor listens");
  const socket = createConnection(path);
  const messages = [
    { execute: "qmp_capabilities" },
    { execute: "human-monitor-command", arguments: { "command-line": command } },
  ];
  for (const message of messages) socket.write(JSON.stringify(message));
  let text = "";
  return await new Promise((resolve, reject) => {
    socket.setTimeout(patienceMs, () => reject(new Error(`no answer of the monitor: ${text}`)));
    socket.once("error", reject);
    socket.on("data", (chunk) => {
      text += chunk;
      const answers = text
        .split("\n")
        .filter((line) => line.includes('"return"') && line.trim().endsWith("}"));
      if (answers.length < messages.length) return;
      socket.destroy();
      resolve(JSON.parse(answers.at(-1) ?? "{}").return);
    });
  });
}
