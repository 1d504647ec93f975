import type { PortablePrompt, PutInCheck, PutInOutcome, PutInRequest } from "@shared/domain/prompt/portable-prompt.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import type { GuardRule } from "@shared/domain/prompt/save.ts";
import type { WithExchanges } from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo } from "../../ports.ts";
import type { PromptLibraries } from "../registry.ts";
import { collectExchanges, openWriting } from "../saving/open-writing.ts";
import { checkPutIn, putIn } from "./put-in.ts";
import { takeOut } from "./take-out.ts";

/** Prompts from one library into another, or through a file. Methods reject with `AppFailure`. */
export interface PromptTransfer {
  takeOut(prompt: PromptIdentity, version: string | undefined, io: CallIo): Promise<PortablePrompt>;
  checkPutIn(request: PutInRequest, io: CallIo): Promise<PutInCheck>;
  putIn(request: PutInRequest, io: CallIo): Promise<WithExchanges<PutInOutcome>>;
}

interface TransferOptions {
  libraries: PromptLibraries;
  guardOf: (prompt: PromptIdentity) => GuardRule;
}

export function createPromptTransfer({ libraries, guardOf }: TransferOptions): PromptTransfer {
  const open = ({ place, prompt }: PutInRequest) => openWriting(libraries, { ...place, name: prompt.name });
  return {
    takeOut: async (prompt, version, io) =>
      takeOut(libraries.open(prompt.library, undefined, prompt.connection), prompt, version, io),
    async checkPutIn(request, io) {
      const place = open(request);
      return checkPutIn(place, request.prompt, guardOf(place.prompt), io);
    },
    async putIn(request, io) {
      const place = open(request);
      const { exchanges, onExchange } = collectExchanges();
      const watched: CallIo = {
        signal: io.signal,
        onExchange(exchange) {
          onExchange(exchange);
          io.onExchange?.(exchange);
        },
      };
      return { outcome: await putIn(place, request, guardOf(place.prompt), watched), exchanges };
    },
  };
}
