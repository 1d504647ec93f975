import { experimentJsonSchema } from "@shared/domain/experiment/experiment-file.ts";
import { type Command, UsageFailure } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { showCommand } from "./experiment-show.ts";

/** `promptscope experiment ACTION FILE` */
export const experimentCommand: Command = async (words, io, spec) => {
  const [action, ...rest] = words;
  if (action === "show") return showCommand(rest, io, spec);
  if (action === "schema") {
    io.terminal.out(JSON.stringify(experimentJsonSchema(), null, 2));
    return exitCodes.done;
  }
  throw new UsageFailure("Say what to do: promptscope experiment show FILE.");
};
