import { documentOfPart, documentPart, isDocument } from "@shared/domain/message/document.ts";
import type { Message } from "@shared/domain/message/message.ts";

/** A message's content as fields show it: one text, and pictures and documents behind it. */
export interface PlainContent {
  text: string;
  /** data: or web addresses; of documents as `shared/domain/message/document.ts` has them. */
  images: string[];
}

/** The content of a message as one text and pictures, or undefined when it holds anything else. */
export function plainContent(content: unknown): PlainContent | undefined {
  if (content === undefined || content === null) return { text: "", images: [] };
  if (typeof content === "string") return { text: content, images: [] };
  if (!Array.isArray(content)) return undefined;
  const texts: string[] = [];
  const images: string[] = [];
  for (const part of content) {
    const [kind, value] = readPart(part);
    if (kind === "text") texts.push(value);
    else if (kind === "image") images.push(value);
    else return undefined;
  }
  // Without a picture there is no need for parts: they stay as somebody has written them.
  return texts.length > 1 || images.length === 0 ? undefined : { text: texts[0] ?? "", images };
}

/** Only parts that fields can give back as they were. */
function readPart(part: unknown): ["text" | "image" | "other", string] {
  if (!isObject(part)) return ["other", ""];
  const { type, text, image_url: image } = part;
  const keys = Object.keys(part).length;
  const document = documentOfPart(part);
  if (document !== undefined) return ["image", document];
  if (type === "text" && typeof text === "string" && keys === 2) return ["text", text];
  if (type !== "image_url" || keys !== 2 || !isObject(image) || Object.keys(image).length !== 1) return ["other", ""];
  return typeof image["url"] === "string" ? ["image", image["url"]] : ["other", ""];
}

/** A message with other content: plain text where there are no pictures, parts otherwise. */
export function withContent(message: Message, { text, images }: PlainContent): Message {
  if (images.length === 0) return { ...message, content: text };
  const parts = images.map((url) => (isDocument(url) ? documentPart(url) : { type: "image_url", image_url: { url } }));
  return { ...message, content: text === "" ? parts : [{ type: "text", text }, ...parts] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
