import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { OutputPart } from "@shared/domain/message/output-part.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import { tokenOf } from "../wire/logprobs.ts";

type ValuePart = Extract<OutputPart, { value: unknown }>;

/**
 * What an answer has besides words and calls, gathered while it comes: probabilities of its tokens, a sound, sources. They
 * are told when it has ended.
 */
export interface ExtrasReader {
  /** Of the answer's own choice. */
  choice(choice: JsonObject, content: JsonObject | undefined, events: ProviderEvent[]): void;
  /** Of the whole object. */
  chunk(chunk: JsonObject): void;
  parts(): ValuePart[];
}

/** A step of a tool that the server ran, and what it found. */
function executedParts({ type, name, arguments: input, output, search_results: found }: JsonObject): ValuePart[] {
  const said = { name, input: isJsonObject(input) ? JSON.stringify(input) : input, output };
  const known = Object.entries(said).filter(([, value]) => typeof value === "string" && value !== "");
  const results = Array.isArray(found) ? found : listAt(isJsonObject(found) ? found : undefined, "results");
  const sources = results.filter(isJsonObject).flatMap((result): ValuePart[] => {
    const url = textAt(result, "url");
    return url
      ? [{ type: "citation", value: { kind: "search_result", url, title: textAt(result, "title") ?? url } }]
      : [];
  });
  return [
    { type: "server_tool", value: { type: type ?? "tool", ...(Object.fromEntries(known) as JsonObject) } },
    ...sources,
  ];
}

export function createExtrasReader(): ExtrasReader {
  const tokens: JsonValue[] = [];
  let audio: { id?: string; data: string; transcript: string } | undefined;
  /** What Groq has run itself, by its number: a stream tells each when it begins and whole when it has ended. */
  const executed = new Map<string, JsonObject>();
  /** By address: servers send the whole list with each chunk. */
  const sources = new Map<string, JsonObject>();

  function takeAudio(given: JsonObject, events: ProviderEvent[]): void {
    audio ??= { data: "", transcript: "" };
    const id = textAt(given, "id");
    if (id) audio.id = id;
    audio.data += textAt(given, "data") ?? "";
    const transcript = textAt(given, "transcript") ?? "";
    audio.transcript += transcript;
    // What is said is the answer, for whoever does not hear it.
    if (transcript !== "") events.push({ type: "text", text: transcript });
  }

  return {
    choice(choice, content, events) {
      const logprobs = objectAt(choice, "logprobs");
      if (logprobs) tokens.push(...listAt(logprobs, "content"), ...listAt(logprobs, "refusal"));
      const sound = objectAt(content, "audio");
      if (sound) takeAudio(sound, events);
      for (const [place, tool] of listAt(content, "executed_tools").entries()) {
        if (!isJsonObject(tool)) continue;
        const number = String(tool["index"] ?? place);
        executed.set(number, { ...executed.get(number), ...tool });
      }
      // OpenRouter's place for what a model has drawn.
      for (const image of listAt(content, "images")) {
        const url = isJsonObject(image) ? textAt(objectAt(image, "image_url"), "url") : undefined;
        if (url) events.push({ type: "part", part: { type: "image", value: { url } } });
      }
      for (const annotation of listAt(content, "annotations")) {
        const cited = objectAt(annotation, "url_citation");
        if (!cited) continue;
        const { url, title, start_index: start, end_index: end, content: text } = cited;
        const said = Object.entries({ url, title, start, end, text }).filter(([, value]) => value != null);
        sources.set(`${String(url)} ${String(start)}`, {
          kind: "url_citation",
          ...(Object.fromEntries(said) as JsonObject),
        });
      }
    },
    chunk(chunk) {
      // Perplexity's.
      for (const found of listAt(chunk, "search_results")) {
        const url = isJsonObject(found) ? textAt(found, "url") : undefined;
        if (url === undefined || !isJsonObject(found)) continue;
        sources.set(url, { kind: "search_result", url, title: textAt(found, "title") ?? url });
      }
      for (const url of listAt(chunk, "citations")) {
        if (typeof url === "string" && !sources.has(url)) sources.set(url, { kind: "citation", url, title: url });
      }
    },
    parts: () => [
      ...[...executed.values()].flatMap(executedParts),
      ...[...sources.values()].map((value): ValuePart => ({ type: "citation", value })),
      ...(audio ? [{ type: "audio" as const, value: { ...audio } }] : []),
      ...(tokens.length > 0 ? [{ type: "logprobs" as const, value: tokens.flatMap(tokenOf) }] : []),
    ],
  };
}
