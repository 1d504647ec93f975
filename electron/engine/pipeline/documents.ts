import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import { isBase64From } from "@shared/domain/json/base64.ts";
import { largestDocument } from "@shared/domain/message/document.ts";
import { largestImageTotal, megabytes } from "@shared/domain/message/image-limits.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { hashOfReference } from "@shared/domain/message/picture.ts";

interface SentDocument {
  data: string;
  /** For a person: "Document 2 of message 3". */
  place: string;
}

/**
 * Checks the documents in messages before they are sent. What is no PDF is the API's to take or refuse.
 * @returns warnings about documents that the provider itself would fetch.
 * @throws AppFailure `image_invalid` saying which document of which message cannot be sent and why.
 */
export function checkDocuments(messages: readonly Message[]): Warning[] {
  const documents = documentsOf(messages);
  const total = documents.reduce((sum, document) => sum + checkDocument(document), 0);
  if (total > largestImageTotal) {
    throw invalid(
      `The documents are ${megabytes(total)} together; at most ${megabytes(largestImageTotal)} can be sent.`,
    );
  }
  return documents.flatMap(({ data, place }) => (/^https?:/i.test(data) ? [remoteWarning(data, place)] : []));
}

function documentsOf(messages: readonly Message[]): SentDocument[] {
  return messages.flatMap(({ content }, messageIndex) => {
    if (!Array.isArray(content)) return [];
    return content
      .filter(({ type }) => type === "file")
      .map((part, index) => ({
        data: dataOf(part["file"]),
        place: `Document ${index + 1} of message ${messageIndex + 1}`,
      }));
  });
}

function dataOf(file: unknown): string {
  if (typeof file !== "object" || file === null) return "";
  const { file_data: data, file_id: id } = file as Record<string, unknown>;
  return typeof data === "string" ? data : typeof id === "string" ? id : "";
}

/** @returns bytes of the document; 0 for one that is not in the request itself. */
function checkDocument({ data, place }: SentDocument): number {
  if (hashOfReference(data) !== undefined) {
    throw new AppFailure("image_invalid", {
      message: `${place} is missing: its file is gone from the profile.`,
      advice: "Add it again, or remove it.",
    });
  }
  const [head] = /^data:application\/pdf[^,]*;base64,/i.exec(data) ?? [];
  if (head === undefined) return 0;
  if (!isBase64From(data, head.length)) throw invalid(`${place} is not valid base64.`);
  const bytes = Math.floor(((data.length - head.length) * 3) / 4);
  if (bytes > largestDocument) {
    throw invalid(`${place} is ${megabytes(bytes)}; at most ${megabytes(largestDocument)} can be sent.`);
  }
  // A PDF may have a few bytes in front of its mark.
  const start = Buffer.from(data.slice(head.length, head.length + 1_400), "base64").toString("latin1");
  if (!start.includes("%PDF-")) throw invalid(`${place} is not really a PDF.`);
  return bytes;
}

function remoteWarning(url: string, place: string): Warning {
  const host = URL.canParse(url) ? new URL(url).host : url;
  const message = `${place} is fetched by the provider from ${host}; Promptscope does not load it.`;
  return { code: "document_remote", stage: "request", subject: host, message };
}

function invalid(message: string): AppFailure {
  const advice = `Use a PDF of at most ${megabytes(largestDocument)}.`;
  return new AppFailure("image_invalid", { message, advice });
}
