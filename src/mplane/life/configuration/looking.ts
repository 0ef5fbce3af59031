/** Reading what a Radio Unit has, before anything is sent to it: a carrier on the air is not touched without need. */
import { namespaces } from "../../../netconf/namespaces.ts";
import { findInData, formatRpcError, type RpcReply } from "../../../netconf/rpc.ts";
import { getChildText, type XmlElement } from "../../../netconf/xml/element.ts";
import { parseXmlText } from "../../../netconf/xml/parse-xml.ts";
import { readActiveAlarms } from "../../alarms.ts";
import { type ConfigurationDifference, compareConfiguration } from "../../compare-configuration.ts";
import { readRestartCause, readSerialNumber } from "../../software/hardware.ts";
import { readInventory } from "../../software/inventory.ts";
import type { ConfigurationQuestion, Life, Question, StateQuestion, Step, WantedConfig } from "../life.ts";
import { enterPhase, logLine } from "../phases.ts";
import { wishFirmware } from "../software/wish.ts";
import { takeRefusal, tryReadingAgain } from "./access.ts";

const stateQuestions: readonly StateQuestion[] = [
  "get-alarms",
  "get-inventory",
  "get-hardware",
  "get-operational-state",
];

export function beginLooking(life: Life, now: number): Life {
  const wishing = wishFirmware(tryReadingAgain(life));
  return look(wishing, [...stateQuestions, ...getConfigurationQuestions(wishing)], false, now);
}

/** After an edit: only what was delivered is read back. */
export function beginReadingBack(life: Life, now: number): Life {
  return look(life, life.access.way === "refused" ? [] : getConfigurationQuestions(life), true, now);
}

/** What is only told may be refused; without its configuration a Radio Unit cannot be judged. */
export function takeAnswer(life: Life, question: Question, reply: RpcReply, now: number): Step {
  if (life.phase.name !== "looking") return { life, actions: [] };
  const refusal = `${question} was refused: ${reply.errors.map(formatRpcError).join("; ")}`;
  if (reply.errors.length > 0 && isAboutConfiguration(question)) return takeRefusal(life, refusal);
  const questions = life.phase.questions.filter((other) => other !== question);
  const asked: Life = { ...life, phase: { ...life.phase, questions } };
  if (reply.errors.length === 0) return { life: readAnswer(asked, question, reply, now), actions: [] };
  return { life: forgetAnswer(asked, question), actions: [logLine("WARNING", refusal)] };
}

/** Where a configuration that was read is not as wanted. */
function compareWanted(
  { text }: WantedConfig,
  found: XmlElement | undefined,
): readonly ConfigurationDifference[] {
  return parseXmlText(text).children.flatMap((container) => compareConfiguration(container, found));
}

function look(life: Life, questions: readonly Question[], afterEdit: boolean, now: number): Life {
  return { ...enterPhase(life, { name: "looking", questions, afterEdit }, now), waiting: null };
}

/** An update must know whether carriers are on the air, be they wanted or not. */
function getConfigurationQuestions({ wanted, pending }: Life): ConfigurationQuestion[] {
  const withUserPlane = wanted.userPlane !== null || pending.update !== null;
  return ["get-processing-elements", ...(withUserPlane ? (["get-user-plane"] as const) : [])];
}

function isAboutConfiguration(question: Question): question is ConfigurationQuestion {
  return question === "get-processing-elements" || question === "get-user-plane";
}

function readAnswer(life: Life, question: Question, reply: RpcReply, now: number): Life {
  const noteSeen = (seen: Partial<Life["seen"]>): Life => ({ ...life, seen: { ...life.seen, ...seen } });
  switch (question) {
    case "get-alarms": {
      const alarms = readActiveAlarms(findInData(reply, namespaces.faultManagement, "active-alarm-list"));
      return { ...life, alarms, alarmsAreCurrent: true };
    }
    case "get-inventory": {
      const found = findInData(reply, namespaces.softwareManagement, "software-inventory");
      return noteSeen({ inventory: readInventory(found), inventoryAt: now });
    }
    case "get-hardware":
      return noteSeen({ serialNumber: readSerialNumber(findInData(reply, namespaces.hardware, "hardware")) });
    case "get-operational-state":
      return noteSeen({
        restartCause: readRestartCause(findInData(reply, namespaces.operations, "operational-info")),
      });
    case "get-processing-elements":
      return compareProcessingElements(
        life,
        findInData(reply, namespaces.processingElement, "processing-elements"),
      );
    case "get-user-plane":
      return compareUserPlane(life, findInData(reply, namespaces.userPlane, "user-plane-configuration"));
  }
}

function compareProcessingElements(life: Life, found: XmlElement | undefined): Life {
  const processingElement = compareWanted(life.wanted.processingElement, found);
  return { ...life, differences: { ...life.differences, processingElement } };
}

function compareUserPlane(life: Life, found: XmlElement | undefined): Life {
  const { userPlane: wanted } = life.wanted;
  const userPlane = wanted === null ? [] : compareWanted(wanted.active ?? wanted.inactive, found);
  const seen = { ...life.seen, isOnAir: hasActiveCarrier(found) };
  return { ...life, seen, differences: { ...life.differences, userPlane } };
}

function hasActiveCarrier(userPlane: XmlElement | undefined): boolean {
  const carriers = (userPlane?.children ?? []).filter(({ name }) => /^[tr]x-array-carriers$/.test(name));
  return carriers.some((carrier) => getChildText(carrier, "active") === "ACTIVE");
}

/** A Radio Unit that does not tell its software cannot be given any. */
function forgetAnswer(life: Life, question: Question): Life {
  return question === "get-inventory" ? { ...life, seen: { ...life.seen, inventory: null } } : life;
}
