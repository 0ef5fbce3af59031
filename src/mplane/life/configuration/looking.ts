/** Reading what a Radio Unit has, before anything is sent to it: a carrier on the air is not touched without need. */
import { namespaces } from "../../../netconf/namespaces.ts";
import { findInData, formatRpcError, type RpcReply } from "../../../netconf/rpc.ts";
import { readActiveAlarms } from "../../alarms.ts";
import { type ConfigurationDifference, compareConfiguration } from "../../compare-configuration.ts";
import { readInventory } from "../../software/inventory.ts";
import type { Life, Question, Step, WantedConfig } from "../life.ts";
import { enterPhase, logLine } from "../phases.ts";
import { becomeWrong } from "./settled.ts";

export function beginLooking(life: Life, now: number): Life {
  return look(life, ["get-alarms", "get-inventory", ...getConfigurationQuestions(life)], false, now);
}

/** After an edit: only what was delivered is read back. */
export function beginReadingBack(life: Life, now: number): Life {
  return look(life, getConfigurationQuestions(life), true, now);
}

/** Alarms and inventory may be refused; without its configuration a Radio Unit cannot be judged. */
export function takeAnswer(life: Life, question: Question, reply: RpcReply, now: number): Step {
  if (life.phase.name !== "looking") return { life, actions: [] };
  const questions = life.phase.questions.filter((other) => other !== question);
  const asked: Life = { ...life, phase: { ...life.phase, questions } };
  if (reply.errors.length === 0) return { life: readAnswer(asked, question, reply), actions: [] };
  const refusal = `${question} was refused: ${reply.errors.map(formatRpcError).join("; ")}`;
  if (question === "get-alarms") return { life: asked, actions: [logLine("WARNING", refusal)] };
  if (question === "get-inventory") {
    return {
      life: { ...asked, seen: { ...asked.seen, inventory: null } },
      actions: [logLine("WARNING", refusal)],
    };
  }
  return becomeWrong(asked, [refusal], now);
}

/** The life with the differences of what was read. */
export function compareSeen(life: Life): Life {
  const { processingElement, userPlane } = life.wanted;
  const { seen } = life;
  return {
    ...life,
    differences: {
      processingElement: compareWanted(processingElement, seen.processingElements),
      userPlane:
        userPlane === null ? [] : compareWanted(userPlane.active ?? userPlane.inactive, seen.userPlane),
    },
  };
}

function compareWanted(
  { content }: WantedConfig,
  found: Life["seen"]["userPlane"],
): ConfigurationDifference[] {
  return content.children.flatMap((container) => compareConfiguration(container, found));
}

function look(life: Life, questions: readonly Question[], afterEdit: boolean, now: number): Life {
  return { ...enterPhase(life, { name: "looking", questions, afterEdit }, now), waiting: null };
}

/** An update must know whether carriers are on the air, be they wanted or not. */
function getConfigurationQuestions({ wanted, pending }: Life): Question[] {
  const withUserPlane = wanted.userPlane !== null || pending.update !== null;
  return ["get-processing-elements", ...(withUserPlane ? (["get-user-plane"] as const) : [])];
}

function readAnswer(life: Life, question: Question, reply: RpcReply): Life {
  const { seen } = life;
  switch (question) {
    case "get-alarms": {
      const alarms = readActiveAlarms(findInData(reply, namespaces.faultManagement, "active-alarm-list"));
      return { ...life, alarms, alarmsAreCurrent: true };
    }
    case "get-inventory": {
      const inventory = readInventory(findInData(reply, namespaces.softwareManagement, "software-inventory"));
      return { ...life, seen: { ...seen, inventory } };
    }
    case "get-processing-elements": {
      const processingElements = findInData(reply, namespaces.processingElement, "processing-elements");
      return { ...life, seen: { ...seen, processingElements } };
    }
    case "get-user-plane": {
      const userPlane = findInData(reply, namespaces.userPlane, "user-plane-configuration");
      return { ...life, seen: { ...seen, userPlane } };
    }
  }
}
