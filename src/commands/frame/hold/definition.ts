import { defineCommand } from "../../../console/definition.ts";
import { restArgument } from "../../../console/option/argument.ts";
import { makeOption } from "../../../console/option/option.ts";
import { file, text } from "../../../console/option/word.ts";
import { headroom, rings, timeout } from "../options.ts";
import { secretFilesKind } from "../secrets.ts";

export const definition = defineCommand({
  details: [
    "Keeps ports open until it is ended, prints `ready` once all are, and lends them to `ors frame send` and " +
      "`ors frame expect` as held:NAME, one borrower a port at a time. Frames that come meanwhile wait.",
  ],
  arguments: {
    ports: restArgument(
      text({
        metavar: "port",
        description: "tap:NAME, packet:NAME or shm:SOCKET[#ID], each with NAME= before it if wanted",
      }),
    ),
  },
  options: {
    socket: file({
      description: "where borrowers ask; only this user can",
      required: true,
      variable: "ORS_FRAME_SOCKET",
    }),
    headroom,
    rings,
    secretFile: makeOption(secretFilesKind, {
      description: "the file with the secret that memif servers want to hear, or that of one port",
      repeats: true,
    }),
    timeout: timeout("how long to wait for a memif server"),
  },
  examples: [
    "ors frame hold --socket hold.sock tap:ru1 host=packet:slaptap16",
    "ors frame hold --socket hold.sock sim=shm:sim.sock#1 --secret-file sim=sim.secret",
  ],
});
