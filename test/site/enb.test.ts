import { describe, expect, test } from "vitest";
import { addPort, getHost, isLoopback } from "../../src/site/enb/core-address.ts";
import { enb, lteCell, nrCell, said, sdr } from "./resolved-instance.ts";

const lte = { R: sdr, L: lteCell("R") };
const nr = { R: sdr, N: nrCell("R") };
const both = { ...lte, ...nr };
const remoteMme = { mme_list: { 1: { mme_addr: "127.0.1.100" }, 2: { mme_addr: "1.2.3.4:77" } } };

describe("the address of the user plane", () => {
  const gtp = async (given: Parameters<typeof enb>[0]) => (await enb(given)).gtpAddr;

  test("is what is given", async () => {
    expect(await gtp({ configuration: { gtp_addr: "10.9.8.7:2152", use_ipv4: true }, shared: both })).toBe(
      "10.9.8.7:2152",
    );
  });

  test("is local where every core address of enb.cfg is on the loopback", async () => {
    expect(await gtp({ shared: both })).toBe("127.0.1.1");
    expect(await gtp({ configuration: remoteMme, shared: nr })).toBe("127.0.1.1");
    const bracketed = { amf_list: { 1: { amf_addr: "[::1]:38412" }, 2: { amf_addr: "127.9.9.9:1" } } };
    expect(await gtp({ configuration: bracketed, shared: nr })).toBe("127.0.1.1");
    const named = (mme_addr: string) => ({ mme_list: { 1: { mme_addr } }, use_ipv4: true });
    expect(await gtp({ configuration: named("LOCALHOST:36412"), shared: lte })).toBe("127.0.1.1");
    expect(await gtp({ configuration: named("localhost.example.org"), shared: lte })).not.toBe("127.0.1.1");
  });

  test("is the node's where a core address is not, or where there is none", async () => {
    expect(await gtp({ configuration: remoteMme, shared: both })).toBe("fc00::9");
    expect(await gtp({ configuration: { ...remoteMme, use_ipv4: true }, shared: lte })).toBe("10.0.0.9");
    expect(await gtp({ configuration: { mme_list: {}, amf_list: {} }, shared: both })).toBe("fc00::9");
    expect(await gtp({})).toBe("fc00::9");
    expect(await gtp({ configuration: { use_ipv4: true } })).toBe("10.0.0.9");
  });

  test("is missed where the node has none", async () => {
    const configuration = remoteMme;
    expect(await said({ configuration, shared: lte, own: { "ipv6-random": "" } })).toEqual([
      "ipv6-random: missing, and the user plane needs it: the core is not on the loopback, and use_ipv4 is false; expected: an IPv6 address of the partition, or gtp_addr",
    ]);
    expect(
      await said({
        configuration: { ...configuration, use_ipv4: true },
        shared: lte,
        own: { "lan-ipv4": "" },
      }),
    ).toEqual([
      "lan-ipv4: missing, and the user plane needs it: use_ipv4 is true; expected: the node's IPv4 address in its LAN, or gtp_addr",
    ]);
  });
});

describe("the remote API", () => {
  test("listens on com_addr, an IPv6 one in brackets", async () => {
    expect((await enb({})).comAddr).toBe("127.0.1.2:9001");
    expect((await enb({ configuration: { com_addr: "fd00::1", com_ws_port: 90 } })).comAddr).toBe(
      "[fd00::1]:90",
    );
  });

  test("listens on the partition's IPv6 with a password, and an empty one is none", async () => {
    const guarded = await enb({ configuration: { websocket_password: "x", com_addr: "127.0.0.9" } });
    expect(guarded).toMatchObject({ comAddr: "[fc00::9]:9001", websocketPassword: "x" });
    expect(guarded.operation).toMatchObject({ comHost: "fc00::9", comPort: 9001 });
    expect(await enb({ configuration: { websocket_password: "" } })).toMatchObject({
      comAddr: "127.0.1.2:9001",
      websocketPassword: null,
    });
    expect(
      await said({
        configuration: { websocket_password: "x", gtp_addr: "10.0.0.1" },
        own: { "ipv6-random": "" },
      }),
    ).toEqual([
      "ipv6-random: missing, and the remote API listens there: there is a websocket_password; expected: an IPv6 address of the partition",
    ]);
  });

  test("has its password in no origin", async () => {
    const secret = "d0n't tell";
    const configuration = {
      websocket_password: secret,
      "monitor-password": secret,
      xlog_fluentbit_forward_shared_key: secret,
    };
    expect(JSON.stringify((await enb({ configuration })).origins)).not.toContain(secret);
  });
});

describe("identities and core lists", () => {
  test("are there for the kinds of cells that the eNB has", async () => {
    expect(await enb({ shared: lte })).toMatchObject({ enbId: 0x1a2d0, gnbId: null, amfs: [] });
    expect(await enb({ shared: nr })).toMatchObject({
      enbId: null,
      gnbId: { value: 0x12345, bits: 28 },
      mmes: [],
    });
    expect(await enb({})).toMatchObject({ enbId: null, gnbId: null });
  });

  test("are missed where cells need them, and only there", async () => {
    const configuration = { enb_id: undefined, gnb_id: undefined };
    expect(await said({ configuration, shared: both })).toEqual([
      'configuration.enb_id: missing, and LTE cells need it; expected: an integer, or hexadecimal in quotes such as "0x1A2D0"',
      'configuration.gnb_id: missing, and NR cells need it; expected: an integer, or hexadecimal in quotes such as "0x1A2D0"',
    ]);
    expect(await said({ configuration, shared: { R: sdr } })).toEqual([]);
  });

  test("come in the order of their names as strings", async () => {
    const entry = (n: number) => ({ mme_addr: `127.0.0.${n}` });
    const configuration = {
      mme_list: { 2: entry(2), 10: entry(10), b: entry(3), B: entry(4), 1: entry(1) },
      nssai: { 2: { sst: 2 }, 10: { sst: 10, sd: "0x32" } },
      plmn_list: { 9: { plmn: "00109" }, 10: { plmn: "00110", attach_without_pdn: true, reserved: true } },
      plmn_list_5g: { a: { plmn: "00101", tac: "0x10", ranac: 3 } },
    };
    const { mmes, nssai, plmns, plmns5g } = await enb({ configuration, shared: both });
    expect(mmes.map(({ address }) => address)).toEqual([1, 10, 2, 4, 3].map((n) => `127.0.0.${n}`));
    expect(nssai).toEqual([
      { sst: 10, sd: 0x32 },
      { sst: 2, sd: null },
    ]);
    expect(plmns).toEqual([
      { plmn: "00110", attachWithoutPdn: true, reserved: true },
      { plmn: "00109", attachWithoutPdn: false, reserved: false },
    ]);
    expect(plmns5g).toEqual([{ plmn: "00101", tac: 16, ranac: 3, reserved: false }]);
    expect((await enb({})).nssai).toEqual([{ sst: 1, sd: null }]);
  });

  test("warn of cells without a PLMN", async () => {
    expect(await said({ configuration: { plmn_list: {}, plmn_list_5g: undefined }, shared: both })).toEqual([
      "warning: configuration.plmn_list: LTE cells without a PLMN serve nobody; expected: an entry in plmn_list",
      "warning: configuration.plmn_list_5g: NR cells without a PLMN serve nobody; expected: an entry in plmn_list_5g",
    ]);
  });
});

describe("the rest of the instance's parameters", () => {
  test("have their defaults", async () => {
    expect(await enb({})).toMatchObject({
      logPhyDebug: false,
      handover: {
        eutraToEutra: { event: { kind: "a3", offset: 6 }, hysteresis: 0, timeToTrigger: 480 },
        nrToNr: { event: { kind: "a3", offset: 6 }, hysteresis: 0, timeToTrigger: 100 },
      },
      configLink: null,
      operation: {
        statsFetchPeriod: 60,
        maxRxSampleDb: 0,
        minRxtxDelay: 0,
        checksCoreNetwork: false,
      },
    });
  });

  test("are taken as given", async () => {
    const configuration = {
      lte_handover_a3_offset: -3,
      nr_handover_time_to_trigger: 40,
      log_phy_debug: true,
      max_rx_sample_db: 0,
      min_rxtx_delay: -1.5,
      enb_drb_stats_enabled: false,
      enb_config_link: "https://example.com/enb.cfg",
      enb_config_version: "7",
      xlog_fluentbit_forward_host: "log.example.com",
      xlog_fluentbit_forward_port: 24224,
      name: "north",
    };
    expect(await enb({ configuration })).toMatchObject({
      logPhyDebug: true,
      handover: { eutraToEutra: { event: { offset: -3 } }, nrToNr: { timeToTrigger: 40 } },
      configLink: { url: "https://example.com/enb.cfg", version: "7" },
      operation: {
        maxRxSampleDb: 0,
        minRxtxDelay: -1.5,
        checksCoreNetwork: false,
      },
    });
  });
});

describe("addresses with a port", () => {
  test("give up their host", () => {
    expect(["1.2.3.4", "1.2.3.4:77", "abcd::1", "[abcd::1]:78", "[abcd::1]"].map(getHost)).toEqual([
      "1.2.3.4",
      "1.2.3.4",
      "abcd::1",
      "abcd::1",
      "abcd::1",
    ]);
    expect([addPort("1.2.3.4", 5), addPort("abcd::1", 5)]).toEqual(["1.2.3.4:5", "[abcd::1]:5"]);
  });

  test("are on the loopback or not", () => {
    const local = ["127.0.0.1", "127.255.0.1:80", "::1", "[::1]:80", "0:0:0:0:0:0:0:1"];
    const remote = ["128.0.0.1", "1.127.0.0", "::2", "[::2]:1", "fc00::127", "1270.0.0.1"];
    expect(local.filter((address) => !isLoopback(address))).toEqual([]);
    expect(remote.filter(isLoopback)).toEqual([]);
  });
});
