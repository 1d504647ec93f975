import type { Message } from "@shared/domain/message/message.ts";
import type { RunPreview } from "@shared/domain/run/run.ts";
import type { Tone } from "../../../ui/chart/chart-data.ts";

/** One message of a request, with its tokens. */
export interface CountedMessage {
  /** From 1. */
  number: number;
  role: Message["role"];
  /** The beginning of its text; empty where it has none. */
  begins: string;
  /** With those of its frame; undefined while they are not counted. */
  tokens: number | undefined;
}

/** What a request takes of its model's context. */
export interface ContextShare {
  messages: readonly CountedMessage[];
  /** All of the request, with what opens the answer. */
  tokens: number | undefined;
  /** What was asked for the answer at most (`max_tokens` and its like), as it is sent. */
  answer?: number;
  /** Most tokens of a request; absent where no list says. */
  context?: number;
  /** Not counted yet: by kinds of characters. */
  about: boolean;
  tokenizer: string;
}

const beginning = 80;

/** The tokens a message of what would be sent, and how they stand to what the model takes. */
export function contextShare({ compiled, tokenEstimate, contextTokens, plan }: RunPreview): ContextShare | undefined {
  if (!compiled || !tokenEstimate) return undefined;
  const { tokens, perMessage, about, tokenizer } = tokenEstimate;
  const asked = plan?.parameters.find(({ key, sent }) => sent && answerLimits.includes(key))?.value;
  return {
    messages: compiled.messages.map(({ message }, index) => ({
      number: index + 1,
      role: message.role,
      begins: beginningOf(message),
      tokens: perMessage?.[index],
    })),
    tokens,
    ...(typeof asked === "number" && asked > 0 ? { answer: asked } : {}),
    ...(contextTokens === undefined ? {} : { context: contextTokens }),
    about,
    tokenizer,
  };
}

const answerLimits = ["max_tokens", "max_completion_tokens", "max_output_tokens"];

function beginningOf({ content }: Message): string {
  const text =
    typeof content === "string"
      ? content
      : (content ?? []).map((part) => String(part["text"] ?? `[${part.type}]`)).join(" ");
  return text.slice(0, beginning).replace(/\s+/g, " ").trim();
}

const tones: Readonly<Record<string, Tone>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
};

/** The colour of a role, as on the cards of messages; its word stands beside it. */
export function toneOfRole(role: string): Tone {
  return tones[role] ?? "variable";
}
