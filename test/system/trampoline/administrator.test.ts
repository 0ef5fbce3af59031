/** What an administrator decides: limits, ranges and the TAPs that they go to; and the log of what was done with that. */
import { describe, expect, test } from "vitest";
import { clearLinks, outcomeOf } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { requestText, splitOf, type WantedTap } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";
import { routerAdvertisement, writeFrames } from "./frames.ts";
import { kernelState, layWithSubtaps, openStage, requestFor, rightState, subtapState } from "./stage.ts";

const limits = "/etc/ors-amarisoft/subtaps";
const stage = useStage(
  async () => {
    const opened = await openStage();
    const { namespace } = opened;
    // A folder /etc of this namespace's own above the machine's, and a /dev of its own, where no other program logs.
    namespace.sh(`mkdir ${namespace.folder}/etc ${namespace.folder}/work
      mount -t overlay -o lowerdir=/etc,upperdir=${namespace.folder}/etc,workdir=${namespace.folder}/work overlay /etc
      mkdir -p /etc/ors-amarisoft
      mount -t tmpfs -o mode=755 tmpfs /dev
      mkdir /dev/net
      mknod -m 666 /dev/net/tun c 10 200
      mknod -m 666 /dev/null c 1 3
      mknod -m 666 /dev/urandom c 1 9`);
    return opened;
  },
  {
    after: ({ namespace }) => {
      clearLinks(namespace);
      namespace.sh(`rm -rf ${limits}`);
    },
  },
);

const [one] = splitOf(slaptap16, 1) as [WantedTap];
const down = (count: number): string => requestFor(count).replace(/^tap .*/gm, "$& down");

function refused(code: number, words: RegExp, input = requestFor(2)): void {
  const before = kernelState(stage.namespace);
  for (const args of [[], ["--dry-run"]]) {
    const outcome = stage.ask(input, { args });
    expect({ status: outcome.status, stdout: outcome.stdout }).toEqual({ status: code, stdout: "" });
    expect(outcome.stderr).toMatch(words);
  }
  expect(kernelState(stage.namespace)).toBe(before);
}

describe("the administrator's limits", () => {
  const write = (text: string, mode = "644"): void => {
    stage.namespace.run(["sh", "-c", `rm -f ${limits}; cat > ${limits}; chmod ${mode} ${limits}`], {
      input: text,
    });
  };

  test.each([
    ["by number", "# of this node\n65533 2\n* 0\n"],
    ["for all others", "root 0\n1234 9 # not this one\n*\t2\n"],
    ["before those for all others", "* 900\n\n  65533   2\n"],
  ])("are held %s: more ends 3 and changes nothing", (_, text) => {
    laySlaptap(stage.namespace, slaptap16);
    write(text);
    refused(3, /\/etc\/ors-amarisoft\/subtaps allows user 65533 no more than 2 subtaps/, requestFor(3));
    expect(stage.ask(requestFor(2)).status).toBe(0);
  });

  test("are held by name", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh("echo partition16:x:65533:65533::/:/bin/sh >> /etc/passwd");
    write("partition16 1\n* 5\n");
    refused(3, /allows user 65533 no more than 1 subtaps/);
    stage.namespace.sh("sed -i /^partition16/d /etc/passwd");
    expect(stage.ask(requestFor(2)).status).toBe(0);
  });

  test("take away nothing that is there: as many, fewer and none always pass", () => {
    layWithSubtaps(stage, 5);
    write("65533 1\n");
    for (const count of [5, 4, 3]) expect(stage.ask(requestFor(count)).status).toBe(0);
    refused(3, /no more than 1 subtaps/, requestFor(4));
    expect(stage.ask(requestFor(0)).status).toBe(0);
    refused(3, /no more than 1 subtaps/, requestFor(2));
  });

  test("do not bind whom they do not name", () => {
    laySlaptap(stage.namespace, slaptap16);
    write("1234 0\nnobody 0\n");
    expect(stage.ask(requestFor(2)).status).toBe(0);
  });

  test.each([
    "65533",
    "65533 x",
    "65533 -1",
    "65533 2 3",
    "65533 2x",
    "65533 12345678901",
    "65533 2\n65533 3",
    `65533 2 ${" ".repeat(300)}`,
  ])("that are malformed, as %j, end 4", (text) => {
    laySlaptap(stage.namespace, slaptap16);
    write(`${text}\n`);
    refused(4, /\/etc\/ors-amarisoft\/subtaps must be a file .* of lines/);
  });

  test("that others could have written end 4", () => {
    laySlaptap(stage.namespace, slaptap16);
    const must = /\/etc\/ors-amarisoft\/subtaps must be a file that only root can write/;
    for (const mode of ["664", "646", "666"]) {
      write("* 5\n", mode);
      refused(4, must);
    }
    write("* 5\n");
    stage.namespace.sh(`chown 65533 ${limits}`);
    refused(4, must);
    for (const script of [`mkdir ${limits}`, `mkfifo ${limits}`]) {
      stage.namespace.sh(`rm -rf ${limits}; ${script}`);
      refused(4, must);
    }
    stage.namespace.sh(`rm -rf ${limits}; ln -s /etc/hostname ${limits}`);
    refused(4, /\/etc\/ors-amarisoft\/subtaps: Too many levels of symbolic links/);
    stage.namespace.sh(`rm ${limits}; echo '* 5' > ${limits}; chmod 600 ${limits}`);
    refused(4, /\/etc\/ors-amarisoft\/subtaps: Permission denied/);
  });
});

describe("a TAP of a user's that no range goes to", () => {
  const noRange = /slaptap16 has no IPv6 range; run `slapos node format --now`/;

  test("gets no subtaps, not even such as are down", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(`ip -6 route del ${slaptap16.range}`);
    refused(4, noRange, down(3));
    expect(stage.ask(down(3)).stderr).toMatch(/slaptap16-3 is left out: nothing is made without a range/);
  });

  test("has those that exist set down where all shall be, and those that are missing named", () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh("ip link set slaptap16 down");
    const planned = stage.ask(down(3), { args: ["--dry-run"] });
    const outcome = stage.ask(down(3));
    expect(outcome.status).toBe(4);
    expect(outcome.stderr).toMatch(noRange);
    expect(outcome.stderr).toMatch(/slaptap16-3 is left out/);
    expect(outcome.stdout).toMatch(/changed slaptap16-1 down\n(.*\n)*changed slaptap16-2 down\n/);
    expect(outcome.stdout).not.toMatch(/created|ok/);
    expect(planned).toMatchObject({ status: 4, stdout: outcome.stdout });
    for (const tap of splitOf(slaptap16, 2))
      expect(subtapState(stage.namespace, tap.name)).toMatchObject({ up: false, addresses: [], routes: [] });
    expect(subtapState(stage.namespace, "slaptap16-3")).toBeNull();
  });
});

test("a slaptap that is open to a group is refused", () => {
  stage.namespace.sh(`ip tuntap add dev slaptap16 mode tap user 65533 group 100; ip link set slaptap16 up
    ip -6 route add ${slaptap16.range} dev slaptap16`);
  refused(3, /slaptap16 is open to a group/);
});

describe("addresses of others in a wanted network", () => {
  test.each([
    ["with a network of their own", "2401:5180:0:66:a280::7/128"],
    ["that the subtap shall have", `${splitOf(slaptap16, 2)[0]?.addr}/64`],
  ])("%s refuse it", (_, address) => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(`ip tuntap add dev slaptap17 mode tap user 1234; ip link set slaptap17 up
      ip addr add ${address} dev slaptap17 nodad noprefixroute
      until ip -6 route show table local dev slaptap17 | grep -q '^local 2401:'; do sleep 0.01; done`);
    refused(2, /slaptap16-1: the local route to .* leaves by slaptap17/);
  });

  test("the slaptap's own, which is the last one's, refuses nothing", () => {
    laySlaptap(stage.namespace, slaptap16);
    expect(stage.ask(requestFor(3))).toMatchObject({ status: 0, stderr: "" });
  });
});

test("another user's Router Advertisement in a wanted network ends 4 and names that user", async () => {
  laySlaptap(stage.namespace, slaptap16);
  stage.namespace.sh("ip tuntap add dev slaptap17 mode tap user 65532; ip link set slaptap17 up");
  const writer = { onLink: "2401:5180:0:66:a280::/80", route: "fd00:9::/64" };
  await writeFrames(stage, "slaptap17", [routerAdvertisement(writer)], 65532);
  expect(stage.namespace.sh("ip -6 route show dev slaptap17")).toMatch(/a280::\/80 .*proto kernel .*expires/);
  refused(
    4,
    /slaptap16-1: the route to .*a280::\/80 leaves by slaptap17: user 65532, whose TAP that is, advertised it/,
  );
});

test("routes that a Radio Unit gave while the sysctls were wrong go, however long they were to live", () => {
  layWithSubtaps(stage, 1);
  stage.namespace.sh(`echo 2 > /proc/sys/net/ipv6/conf/slaptap16-1/accept_ra
    ip -6 route add fd00:9::/64 dev slaptap16-1 proto kernel`);
  expect(stage.ask(requestFor(1))).toMatchObject({ status: 0, stderr: "" });
  expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(rightState(one));
  expect(stage.namespace.sh("ip -6 route show fd00:9::/64")).toBe("");
});

test("more than a group of links is made and removed, each group for itself", () => {
  laySlaptap(stage.namespace, slaptap16);
  expect(stage.ask(requestFor(300)).stdout).toMatch(/ok 300 taps, 1500 changes\n$/);
  expect(stage.ask(requestFor(300)).stdout).toBe("ok 300 taps, 0 changes\n");
  expect(stage.ask(requestFor(1)).stdout).toMatch(/^(removed slaptap16-\d+ link\n){299}/);
});

describe("the system's log", () => {
  test("has a line for what was made or removed, and one for each refusal, by whom", async () => {
    const script = `import socket, os, sys
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); log.bind("/dev/log"); os.chmod("/dev/log", 0o666)
print("ready", flush=True)
while True: print(log.recv(9999).decode(), flush=True)`;
    const log = stage.namespace.start(["python3", "-c", script]);
    let said = "";
    log.stdout?.on("data", (chunk) => {
      said += chunk;
    });
    await expect.poll(() => said).toBe("ready\n");
    laySlaptap(stage.namespace, slaptap16);
    stage.ask(requestFor(2));
    stage.ask(requestFor(2));
    stage.ask(requestFor(2), { args: ["--dry-run"] });
    stage.ask(requestFor(1));
    stage.ask(requestText("slaptap16", splitOf(slaptap16, 2)), { user: 1234 });
    stage.ask("nonsense\n");
    await expect.poll(() => said.split("\n").length).toBe(6);
    const lines = said.split("\n").slice(1);
    expect(lines[0]).toMatch(
      /^<86>netcapdo\[\d+\]: user 65533, slaptap16: 2 subtaps made, 0 removed, 10 changes/,
    );
    expect(lines[1]).toMatch(/^<86>netcapdo\[\d+\]: user 65533, slaptap16: 0 subtaps made, 1 removed/);
    expect(lines[2]).toMatch(
      /^<85>netcapdo\[\d+\]: user 1234, slaptap16: .*; failed: slaptap16 has another owner/,
    );
    expect(lines[3]).toMatch(/^<85>netcapdo\[\d+\]: user 65533.*; failed: line 1: expected/);
    log.kill("SIGKILL");
    await outcomeOf(log);
  });
});
