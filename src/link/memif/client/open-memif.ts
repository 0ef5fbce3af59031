/** A memif client: memory of its own, offered to a server. */
import { whenEnded } from "../../when-ended.ts";
import { type Conversation, openConversation } from "./conversation.ts";
import { awaitHello, introduce } from "./introduce.ts";
import { type ClientMemory, fitLayout, type Layout } from "./layout.ts";
import { type ClientDescriptors, closeDescriptors, createClientMemory, postAgain } from "./memory.ts";

export type MemifOptions = {
  readonly path: string;
  readonly id: number;
  readonly secret?: string;
  /** Until the server is reached and the link stands. */
  readonly timeoutMs: number;
  /** Called once where the server ends a connection that stood. */
  readonly onLeft: (reason: string) => void;
};

export type MemifClient = {
  readonly client: ClientMemory;
  readonly descriptors: ClientDescriptors;
  /** Leaves the server and gives the memory back. */
  readonly close: () => void;
};

export const defaultLayout: Layout = {
  log2Slots: 10,
  bufferBytes: 2048,
  headroom: 0,
  ringsToServer: 1,
  ringsToClient: 1,
};

/**
 * @param layout what is wanted; the client's own says what the server takes of it
 * @throws FailureError where the server refuses or does not answer in time; what {@link openConversation} throws
 */
export async function openMemif(options: MemifOptions, layout: Layout = defaultLayout): Promise<MemifClient> {
  const conversation = await openConversation(options.path, options.timeoutMs);
  try {
    const hello = await awaitHello(conversation);
    return await offerMemory(conversation, fitLayout(layout, hello), options);
  } catch (error) {
    conversation.close();
    throw error;
  }
}

async function offerMemory(
  conversation: Conversation,
  layout: Layout,
  { id, secret = "", onLeft }: MemifOptions,
): Promise<MemifClient> {
  const { descriptors, ...client } = createClientMemory(layout);
  const close = () => {
    conversation.close();
    client.unmap();
    closeDescriptors(descriptors);
  };
  try {
    await introduce(conversation, { layout, descriptors }, { id, secret });
  } catch (error) {
    close();
    throw error;
  }
  postAgain(client);
  conversation.rest();
  whenEnded(conversation.ended, onLeft);
  return { client, descriptors, close };
}
