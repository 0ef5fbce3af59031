/** What the promises read of an eNB, asked over its remote API. */
import { AnsweredError } from "./conversation.ts";
import type { Message } from "./frame.ts";
import type { RemoteApi } from "./remote-api.ts";

/**
 * The answer to `stats` (samples per antenna, RF timing), with `rf_info`, the text in which each CPRI link has a
 * block, and the links to the core network: `s1_list` and `ng_list`, empty where the eNB has none of that kind.
 */
export async function askStatistics(api: RemoteApi): Promise<Message> {
  const { ask } = api;
  const {
    message_id: _id,
    message: _message,
    ...statistics
  } = await ask({
    message: "stats",
    samples: true,
    rf: true,
  });
  const { rf_info } = await ask({ message: "rf", rf_info: true });
  const s1_list = await askLinks(api, "s1");
  const ng_list = await askLinks(api, "ng");
  return { ...statistics, rf_info: rf_info ?? "", s1_list, ng_list };
}

/** An eNB without cells of a kind may refuse to tell of their links. */
async function askLinks({ ask }: RemoteApi, kind: "s1" | "ng"): Promise<unknown> {
  try {
    return (await ask({ message: kind }))[`${kind}_list`] ?? [];
  } catch (cause) {
    if (cause instanceof AnsweredError) return [];
    throw cause;
  }
}
