// Stands in for the eNB: answers its remote API at the address that enb.cfg names, as if every CPRI link were locked.
import { readFileSync } from "node:fs";
import { WebSocketServer } from "ws";

const cfg = readFileSync(process.argv[2], "utf8");
const [, host, port] = /com_addr: "\[?([^"\]]*)\]?:(\d+)"/.exec(cfg);
const links = [...cfg.matchAll(/\/dev\/sdr\d+@\d+/g)].map(([device]) => device);
const receivers = (cfg.match(/n_antenna_ul: \d+/g) ?? []).reduce(
  (sum, text) => sum + Number(text.split(" ")[1]),
  0,
);

const nodes = (key) =>
  [...cfg.matchAll(new RegExp(`\\b${key}: "([^"]*)"`, "g"))].map(([, address]) => address);
const link = (port) => (address) => ({
  address: /:\d+$/.test(address) ? address : `${address}:${port}`,
  state: "setup_done",
});

new WebSocketServer({ host, port: Number(port) }).on("connection", (socket) => {
  socket.send(JSON.stringify({ message: "ready", type: "ENB", name: "ENB" }));
  socket.on("message", (bytes) => {
    const { message, message_id } = JSON.parse(String(bytes));
    socket.send(JSON.stringify({ message, message_id, ...answers[message] }));
  });
});

const answers = {
  stats: {
    samples: { rx: Array.from({ length: receivers }, () => ({ max: -20 })) },
    s1: { s1_list: nodes("mme_addr").map(link(36412)) },
    ng: { ng_list: nodes("amf_addr").map(link(38412)) },
    rf: { rxtx_delay_min: 2 },
  },
  s1: { s1_list: nodes("mme_addr").map(link(36412)) },
  ng: { ng_list: nodes("amf_addr").map(link(38412)) },
  rf: {
    rf_info: links.map((device) => `PCIe CPRI ${device}:\n  CPRI_option: '5' lock=HW+SW\n`).join(""),
  },
};
