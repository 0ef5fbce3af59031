/** A memif client: memory of its own, offered to a server. */
import { type ConnectOptions, connectMemif } from "./connect.ts";
import {
  type ClientDescriptors,
  type ClientMemory,
  closeDescriptors,
  createClientMemory,
  type Layout,
} from "./layout.ts";

export type MemifClient = {
  readonly client: ClientMemory;
  readonly descriptors: ClientDescriptors;
  /** Leaves the server and gives the memory back. */
  readonly close: () => void;
};

export const defaultLayout: Layout = { log2Slots: 10, bufferBytes: 2048, headroom: 0 };

/** @throws what connecting throws */
export async function openMemif(
  options: ConnectOptions,
  layout: Layout = defaultLayout,
): Promise<MemifClient> {
  const { descriptors, ...client } = createClientMemory(layout);
  const giveBack = () => {
    client.unmap();
    closeDescriptors(descriptors);
  };
  try {
    const connection = await connectMemif(layout, descriptors, options);
    const close = () => {
      connection.close();
      giveBack();
    };
    return { client, descriptors, close };
  } catch (error) {
    giveBack();
    throw error;
  }
}
