/** `ors tap exec` as the TAP's owner without any capability, and what it says where it cannot open one. */
import { describe, expect, test } from "vitest";
import { cli } from "../../commands/ors.ts";
import { type Outcome, openNamespace, outcomeOf } from "../../support/netns.ts";
import { useStage } from "../../support/stage.ts";

const owner = 65533;
const stranger = 65532;
const place = useStage(async () => {
  const namespace = await openNamespace();
  namespace.sh(`ip tuntap add dev own mode tap user ${owner}
    ip tuntap add dev wide mode tap multi_queue user ${owner}`);
  return namespace;
});

const exec = (user: number, ...words: string[]): Outcome =>
  place.run([process.execPath, cli, "tap", "exec", ...words], { user });

describe("ors tap exec, as the TAP's owner without a capability", () => {
  test("starts the program with the open TAP as descriptor 3", () => {
    const { status, stdout } = exec(owner, "own", "--", "readlink", "/proc/self/fd/{fd}");
    expect([status, stdout]).toEqual([0, "/dev/net/tun\n"]);
    const interfaceOf = exec(owner, "own", "--", "grep", "iff:", "/proc/self/fdinfo/3");
    expect(interfaceOf.stdout).toMatch(/iff:\s*own/);
  });

  test("gives every queue, and no other descriptor of its own", () => {
    const { stdout } = exec(owner, "wide", "--queues", "3", "--", "sh", "-c", "echo {fd}; ls /proc/self/fd");
    const [placeholder, ...descriptors] = stdout.trim().split("\n");
    expect(placeholder).toBe("3:4:5");
    expect(descriptors.map(Number).filter((fd) => fd < 20)).toEqual([0, 1, 2, 3, 4, 5, 6]); // 6 is ls's own
  });

  test("asks for the virtio header where it shall", () => {
    const flags = (option: string[]) =>
      exec(owner, "own", ...option, "--", "sh", "-c", "ip -json -details link show dev own").stdout;
    expect(JSON.parse(flags(["--vnet-hdr"]))[0].linkinfo.info_data.vnet_hdr).toBe(true);
    expect(JSON.parse(flags([]))[0].linkinfo.info_data.vnet_hdr).toBe(false);
  });

  test("ends with the program's own exit code", () => {
    expect(exec(owner, "own", "--", "sh", "-c", "exit 37").status).toBe(37);
  });

  test("is the program: a signal that it gets is the program's", async () => {
    const command = "trap 'echo told; exit 5' TERM; echo ready; while :; do sleep 0.05; done";
    const child = place.start([process.execPath, cli, "tap", "exec", "own", "--", "sh", "-c", command], {
      user: owner,
    });
    const done = outcomeOf(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill("SIGTERM");
    expect(await done).toMatchObject({ status: 5, stdout: "ready\ntold\n" });
  });

  test("dies by the signal that the program dies by", () => {
    const { status, signal } = exec(owner, "own", "--", "sh", "-c", "kill -KILL $$");
    expect([status, signal]).toEqual([null, "SIGKILL"]);
  });

  test("leaves the program its standard streams as they were", () => {
    const command = [process.execPath, cli, "tap", "exec", "own", "--", "sh", "-c", "cat; echo said >&2"];
    const { stdout, stderr } = place.run(command, { user: owner, input: "x".repeat(300_000) });
    expect([stdout.length, stderr]).toEqual([300_000, "said\n"]);
    const piped = place.sh(`yes | '${process.execPath}' '${cli}' tap exec own -- cat | head -1`);
    expect(piped).toBe("y\n"); // SIGPIPE ends cat
  });
});

describe("ors tap exec says what is missing", () => {
  test("a TAP of another user: exit 3", () => {
    const { status, stderr } = exec(stranger, "own", "--", "true");
    expect(status).toBe(3);
    expect(stderr).toBe("ors: own: the TAP belongs to another user, who must run this (TUNSETIFF: EPERM)\n");
  });

  test("no such TAP, no such program: exit 4", () => {
    expect(exec(owner, "nothing", "--", "true")).toMatchObject({
      status: 4,
      stderr: "ors: nothing: no such interface (SIOCGIFINDEX: ENODEV)\n",
    });
    expect(exec(owner, "own", "--", "no-such-program")).toMatchObject({
      status: 4,
      stderr: 'ors: no program "no-such-program" to start\n',
    });
  });

  test("a file that is not a program: exit 4", () => {
    place.sh(`echo nonsense > ${place.folder}/nonsense; chmod 755 ${place.folder}/nonsense`);
    const { status, stderr } = exec(owner, "own", "--", `${place.folder}/nonsense`);
    expect([status, stderr]).toEqual([4, `ors: execv ${place.folder}/nonsense: Exec format error\n`]);
  });

  test("no command, a wrong number of queues, an unknown option: exit 2", () => {
    for (const words of [
      ["own"],
      ["own", "--queues", "0", "--", "true"],
      ["own", "--queue", "1", "--", "true"],
    ]) {
      expect(exec(owner, ...words).status).toBe(2);
    }
  });

  test("/dev/net/tun closed or missing: exit 3", () => {
    place.sh("chmod 600 /dev/net/tun");
    const closed = exec(owner, "own", "--", "true");
    expect(closed.status).toBe(3);
    expect(closed.stderr).toContain("own: no permission to open /dev/net/tun");
    place.sh("rm /dev/net/tun");
    const missingDevice = exec(owner, "own", "--", "true");
    expect(missingDevice.status).toBe(3);
    expect(missingDevice.stderr).toContain("own: /dev/net/tun is missing");
    place.sh("mknod -m 666 /dev/net/tun c 10 200");
  });
});
