import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import { isBase64From } from "@shared/domain/json/base64.ts";
import { largestImage, largestImageTotal, megabytes } from "@shared/domain/message/image-limits.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { hashOfReference } from "@shared/domain/message/picture.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";

/** How the files of each kind begin. SVG is no raster and no provider takes it. */
const isJpeg = (start: Buffer) => start.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
const signatures: Record<string, (start: Buffer) => boolean> = {
  "image/png": (start) => start.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47])),
  "image/jpeg": isJpeg,
  // No registered name, and what many clients write.
  "image/jpg": isJpeg,
  "image/gif": (start) => start.subarray(0, 4).toString("latin1") === "GIF8",
  "image/webp": (start) =>
    start.subarray(0, 4).toString("latin1") === "RIFF" && start.subarray(8, 12).toString("latin1") === "WEBP",
};

/**
 * Checks the pictures in messages before they are sent.
 * @returns warnings about pictures that the provider itself would fetch.
 * @throws AppFailure `image_invalid` saying which picture of which message cannot be sent and why.
 */
export function checkImages(messages: readonly Message[]): Warning[] {
  const images = imageUrls(messages);
  const total = images.reduce((sum, image) => sum + checkImage(image), 0);
  if (total > largestImageTotal) {
    throw invalid(
      `The pictures are ${megabytes(total)} together; at most ${megabytes(largestImageTotal)} can be sent.`,
    );
  }
  return images.flatMap(({ url, place }) => (url.startsWith("data:") ? [] : remoteWarning(url, place)));
}

/** A refusal of a request with pictures that speaks of pictures gets an advice that helps. */
export function explainImageRefusal(outcome: Outcome, messages: readonly Message[]): Outcome {
  if (outcome.kind !== "provider_error" || outcome.error.code !== "provider_rejected") return outcome;
  if (imageUrls(messages).length === 0) return outcome;
  if (!/image|vision|multi-?modal|content.{0,40}(?:string|text)|picture/i.test(outcome.error.detail ?? ""))
    return outcome;
  return { ...outcome, error: { ...outcome.error, ...appError("image_refused") } };
}

interface SentImage {
  url: string;
  /** For a person: "picture 2 of message 3". */
  place: string;
}

function imageUrls(messages: readonly Message[]): SentImage[] {
  return messages.flatMap(({ content }, messageIndex) => {
    if (!Array.isArray(content)) return [];
    const parts = content.filter(({ type }) => type === "image_url");
    return parts.map((part, index) => {
      const image = part["image_url"];
      const url = isObject(image) ? image["url"] : image;
      return {
        url: typeof url === "string" ? url : "",
        place: `Picture ${index + 1} of message ${messageIndex + 1}`,
      };
    });
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** @returns bytes of the picture; 0 for one that is not in the request itself. */
function checkImage({ url, place }: SentImage): number {
  if (/^https?:\/\//i.test(url)) return 0;
  if (hashOfReference(url) !== undefined) {
    throw new AppFailure("image_invalid", {
      message: `${place} is missing: its file is gone from the profile.`,
      advice: "Add it again, or remove it.",
    });
  }
  const match = /^data:([^;,]*);base64,/i.exec(url);
  if (!match) throw invalid(`${place} is neither a web address nor a data: URL with base64 in it.`);
  const type = (match[1] ?? "").toLowerCase();
  const data = url.slice(match[0].length);
  const isKind = Object.hasOwn(signatures, type) ? signatures[type] : undefined;
  if (!isKind) throw invalid(`${place} is ${type || "of an unknown type"}; PNG, JPEG, GIF and WebP can be sent.`);
  if (!isBase64From(data, 0)) throw invalid(`${place} is not valid base64.`);
  const bytes = Math.floor((withoutTrailing(data, "=").length * 3) / 4);
  if (bytes > largestImage) {
    throw invalid(`${place} is ${megabytes(bytes)}; at most ${megabytes(largestImage)} can be sent.`);
  }
  if (!isKind(Buffer.from(data.slice(0, 24), "base64"))) throw invalid(`${place} is not really ${type}.`);
  return bytes;
}

function remoteWarning(url: string, place: string): Warning[] {
  const host = URL.canParse(url) ? new URL(url).host : url;
  const message = `${place} is fetched by the provider from ${host}; Promptscope does not load it.`;
  return [{ code: "image_remote", stage: "request", subject: host, message }];
}

function invalid(message: string): AppFailure {
  return new AppFailure("image_invalid", { message });
}
