/** What the promises read of an eNB, asked over its remote API. */
import type { Message } from "./frame.ts";
import type { RemoteApi } from "./remote-api.ts";

/**
 * The answer to `stats` (samples per antenna, RF timing), with `rf_info`, the text in which each CPRI link has a
 * block.
 */
export async function askStatistics({ ask }: RemoteApi): Promise<Message> {
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
  return { ...statistics, rf_info: rf_info ?? "" };
}
