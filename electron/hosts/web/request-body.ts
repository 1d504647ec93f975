import type { IncomingMessage } from "node:http";
import { readJson, UnreadableBody } from "@engine/loopback/read-json.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";

/** Bytes. A run may carry 20 MB of pictures, which are 27 MB as base64. */
const bodyLimit = 32 * 1024 * 1024;
/** Anybody may send a launch code: it is read before there is a token. */
const codeLimit = 16 * 1024;

/** What to do about a body that is too large, as far as its route lets a person do something. */
const tooLarge = {
  draft: {
    message: "The draft is larger than 32 MB, the most that can be sent to Promptscope at once, and is not saved.",
    advice: "Remove or shorten the longest values and messages; until then, changes are lost when this page is closed.",
  },
  other: {
    message: "This is larger than 32 MB, the most that can be sent to Promptscope at once.",
    advice: "Use shorter texts, or fewer or smaller pictures.",
  },
};

/**
 * Reads the JSON body of a call of `route`.
 * @throws AppFailure `invalid_input`: too large (status 413), not UTF-8, or not JSON.
 */
export async function readJsonBody(request: IncomingMessage, route: string): Promise<unknown> {
  try {
    return await readJson(request, route === "session" ? codeLimit : bodyLimit);
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    if (error.kind === "too_large") {
      throw new AppFailure("invalid_input", {
        ...(route === "draft.save" ? tooLarge.draft : tooLarge.other),
        status: 413,
      });
    }
    throw new AppFailure("invalid_input", { message: "The body is not JSON." });
  }
}
