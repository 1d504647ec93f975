import { mapStrings } from "@shared/domain/json/map-strings.ts";
import type { ContentEvent } from "@shared/domain/run/stream-event.ts";
import type { Redactor } from "../http/redact.ts";
import type { TextGuard } from "../http/text-guard.ts";

/** What is known of the secrets of an answer's request (`ResponseRecord`, `ExchangeRecorder`). */
export interface AnswerSecrets {
  redact: Redactor;
  guardText(): TextGuard;
  /** The frames there are so far: where in the record a text came from. */
  frames(): number;
}

/** Takes the secrets of a request out of its answer, in every field, and out of texts that come in pieces. */
export interface AnswerGuard {
  redact: Redactor;
  /** What may go on now, in order: a text that may be the beginning of a secret waits for what follows it. */
  pass(event: ContentEvent): ContentEvent[];
  /** What still waits, when the answer has ended. */
  rest(): ContentEvent[];
  /** Whether anything waits. */
  readonly holds: boolean;
  /** Whether a secret was found. */
  readonly found: boolean;
}

type TextEvent = Extract<ContentEvent, { type: "text" | "reasoning" | "refusal" | "tool_call" }>;

/** One text that grows: the answer's own, its reasoning, the arguments of one call. */
interface Growing {
  guard: TextGuard;
  /** The event in which what was held back goes on. */
  eventOf(text: string): ContentEvent;
}

export function createAnswerGuard(secrets: AnswerSecrets): AnswerGuard {
  const growing = new Map<string, Growing>();
  /** Those of them that hold something back: an answer may have thousands of calls, and this is asked at each event. */
  const holding = new Set<string>();
  let found = false;
  /** Frames are written down many at a time: the first of those that came together, and how many there were then. */
  let firstFrame = 0;
  let knownFrames = 0;

  function noteFrames(): void {
    const frames = secrets.frames();
    if (frames !== knownFrames) firstFrame = knownFrames;
    knownFrames = frames;
  }

  function redact(text: string): string {
    const clean = secrets.redact(text);
    if (clean !== text) found = true;
    return clean;
  }

  /** Texts keep their order: what another one holds back goes first. */
  function restBut(key?: string): ContentEvent[] {
    const events: ContentEvent[] = [];
    for (const other of holding) {
      const text = other === key ? undefined : growing.get(other);
      if (!text) continue;
      holding.delete(other);
      events.push(text.eventOf(text.guard.rest()));
      if (text.guard.found) found = true;
    }
    return events;
  }

  function growingOf(key: string, event: TextEvent): Growing {
    const known = growing.get(key);
    if (known) return known;
    const eventOf = (text: string): ContentEvent =>
      event.type === "tool_call" ? { type: "tool_call", index: event.index, arguments: text } : { ...event, text };
    const made = { guard: secrets.guardText(), eventOf };
    growing.set(key, made);
    return made;
  }

  function passText(event: TextEvent): ContentEvent[] {
    const isCall = event.type === "tool_call";
    const key = isCall ? `tool_call ${event.index}` : event.type;
    const text = isCall ? event.arguments : event.text;
    const { guard } = growingOf(key, event);
    const clean = guard.push(text, firstFrame);
    // Nearly every piece of every answer.
    if (clean === text && !isCall && holding.size === 0 && !guard.holds) return [event];
    if (guard.found) found = true;
    if (guard.holds) holding.add(key);
    else holding.delete(key);
    const before = restBut(key);
    const isNamed = isCall && (event.id !== undefined || event.name !== undefined);
    if (clean === "" && text !== "" && !isNamed) return before;
    if (!isCall) return [...before, { ...event, text: clean }];
    const { id, name } = event;
    const named = {
      ...(id === undefined ? {} : { id: redact(id) }),
      ...(name === undefined ? {} : { name: redact(name) }),
    };
    return [...before, { ...event, ...named, arguments: clean }];
  }

  return {
    redact,
    get holds() {
      return holding.size > 0;
    },
    get found() {
      return found;
    },
    pass(event) {
      noteFrames();
      switch (event.type) {
        case "text":
        case "reasoning":
        case "refusal":
        case "tool_call":
          return passText(event);
        case "usage":
          return [event];
        case "model":
          return [mapStrings(event, redact)];
        default:
          return [...restBut(), mapStrings(event, redact)];
      }
    },
    rest: () => restBut(),
  };
}
