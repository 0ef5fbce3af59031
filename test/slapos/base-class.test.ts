/** The tests of software/ors-amarisoft on SlapOS's own test base class, which supplies the release by URL. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { repository, slaposEnvironment } from "./environment.ts";
import { laySlaposTree } from "./slapos-tree.ts";

const baseUrl = "http://127.0.0.1:8123";

/** Serves the tree, runs the tests as they lie in it, and gives their exit code. */
const script = `
cd "$ORS_WORK/www"
python3 -m http.server 8123 --bind 127.0.0.1 > /dev/null 2>&1 &
until python3 -c 'import urllib.request; urllib.request.urlopen("${baseUrl}/")' 2> /dev/null; do :; done
cd software/ors-amarisoft/test && exec python -B -W ignore -m unittest -v test`;

it("pass on SlapOS's test base class", async (context) => {
  if (process.getuid?.() !== 0) context.skip("slapgrid refuses root, and namespaces need it");
  const { bin, missing } = await slaposEnvironment();
  if (missing !== null) context.skip(missing);
  const work = mkdtempSync(join(tmpdir(), "sb"));
  chmodSync(work, 0o777);
  mkdirSync(join(work, "w"));
  chmodSync(join(work, "w"), 0o777);
  laySlaposTree(join(work, "www"), baseUrl);
  // the base class lists what a release is made of with a program that tests of SlapOS have from elsewhere
  mkdirSync(join(work, "bin"));
  writeFileSync(join(work, "bin/nxdbom"), "#!/bin/sh\n", { mode: 0o755 });
  const enter = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const words = [...enter, "sh", join(repository, "test/slapos/enter.sh"), "standalone", "sh", "-c", script];
  try {
    const { failed, all } = await execa("unshare", words, {
      all: true,
      reject: false,
      extendEnv: false,
      env: {
        PATH: `${join(work, "bin")}:${bin}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        HOME: join(work, "w"),
        LANG: "C.UTF-8",
        PYTHONDONTWRITEBYTECODE: "1",
        ORS_ROOT: repository,
        ORS_WORK: work,
        SLAPOS_TEST_SOFTWARE_ROOT_URL: baseUrl,
        SLAPOS_TEST_SOFTWARE_ROOT_DIR: join(work, "www"),
        // Debian's dnsmasq stands for SlapOS's here, and uses the system's libraries
        SLAPOS_TEST_SKIP_SOFTWARE_CHECK: "1",
        SLAPOS_TEST_WORKING_DIR: join(work, "w"),
        SLAPOS_TEST_IPV4: "127.0.0.1",
        SLAPOS_TEST_IPV6: "::1",
      },
    });
    expect(failed, all).toBe(false);
    expect(all).toMatch(/^Ran 8 tests in /m);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}, 900_000);
