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
  return new GuardedAnswer(secrets);
}

/** A class for its getters (`http/sent-answer.ts`). */
class GuardedAnswer implements AnswerGuard {
  private readonly secrets: AnswerSecrets;
  private readonly growing = new Map<string, Growing>();
  /** Those of them that hold something back: an answer may have thousands of calls, and this is asked at each event. */
  private readonly holding = new Set<string>();
  found = false;
  /** Frames are written down many at a time: the first of those that came together, and how many there were then. */
  private firstFrame = 0;
  private knownFrames = 0;

  constructor(secrets: AnswerSecrets) {
    this.secrets = secrets;
  }

  get holds(): boolean {
    return this.holding.size > 0;
  }

  readonly redact = (text: string): string => {
    const clean = this.secrets.redact(text);
    if (clean !== text) this.found = true;
    return clean;
  };

  pass(event: ContentEvent): ContentEvent[] {
    this.noteFrames();
    switch (event.type) {
      case "text":
      case "reasoning":
      case "refusal":
      case "tool_call":
        return this.passText(event);
      // Numbers alone.
      case "usage":
      case "vectors":
        return [event];
      case "model":
        return [mapStrings(event, this.redact)];
      default:
        return [...this.rest(), mapStrings(event, this.redact)];
    }
  }

  /** Texts keep their order: what another one than `key` holds back goes first. */
  rest(key?: string): ContentEvent[] {
    const events: ContentEvent[] = [];
    for (const other of this.holding) {
      const text = other === key ? undefined : this.growing.get(other);
      if (!text) continue;
      this.holding.delete(other);
      events.push(text.eventOf(text.guard.rest()));
      if (text.guard.found) this.found = true;
    }
    return events;
  }

  private noteFrames(): void {
    const frames = this.secrets.frames();
    if (frames !== this.knownFrames) this.firstFrame = this.knownFrames;
    this.knownFrames = frames;
  }

  private growingOf(key: string, event: TextEvent): Growing {
    const known = this.growing.get(key);
    if (known) return known;
    const eventOf = (text: string): ContentEvent =>
      event.type === "tool_call" ? { type: "tool_call", index: event.index, arguments: text } : { ...event, text };
    const made = { guard: this.secrets.guardText(), eventOf };
    this.growing.set(key, made);
    return made;
  }

  private passText(event: TextEvent): ContentEvent[] {
    const isCall = event.type === "tool_call";
    const key = isCall ? `tool_call ${event.index}` : event.type;
    const text = isCall ? event.arguments : event.text;
    const { guard } = this.growingOf(key, event);
    const clean = guard.push(text, this.firstFrame);
    // Nearly every piece of every answer.
    if (clean === text && !isCall && this.holding.size === 0 && !guard.holds) return [event];
    if (guard.found) this.found = true;
    if (guard.holds) this.holding.add(key);
    else this.holding.delete(key);
    const before = this.rest(key);
    const isNamed = isCall && (event.id !== undefined || event.name !== undefined);
    if (clean === "" && text !== "" && !isNamed) return before;
    if (!isCall) return [...before, { ...event, text: clean }];
    const { id, name } = event;
    const named = {
      ...(id === undefined ? {} : { id: this.redact(id) }),
      ...(name === undefined ? {} : { name: this.redact(name) }),
    };
    return [...before, { ...event, ...named, arguments: clean }];
  }
}
