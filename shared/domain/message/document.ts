/*
 * Documents beside pictures in what a person attaches to a message: a data: URL that may carry the file's name
 * (`data:application/pdf;name=report.pdf;base64,…`), or a web address that ends with .pdf. In a message they are OpenAI's
 * `file` parts; an address is LiteLLM's `file_id` with a `format`.
 */

/** Bytes of one document: Anthropic takes requests of 32 MB, OpenAI files of 50 MB. */
export const largestDocument = 15 * 1024 * 1024;

export const documentType = "application/pdf";

const head = /^data:application\/pdf(?:;name=([^;,]*))?;base64,/i;
const unnamed = "document.pdf";

/** Whether an attachment is a document and no picture. */
export function isDocument(url: string): boolean {
  return head.test(url) || /^https?:[^?#]*\.pdf(?:[?#]|$)/i.test(url);
}

/** A data: URL with the file's name in it. */
export function withDocumentName(url: string, name: string): string {
  return url.replace(head, `data:${documentType};name=${encodeURIComponent(name)};base64,`);
}

/** What a document is called: its file's name, or the last part of its address. */
export function documentName(url: string): string {
  const named =
    head.exec(url)?.[1] ??
    (/^https?:/i.test(url)
      ? url
          .split(/[?#]/, 1)
          .flatMap((address) => address.split("/"))
          .at(-1)
      : undefined);
  if (named === undefined || named === "") return unnamed;
  try {
    return decodeURIComponent(named);
  } catch {
    return named;
  }
}

/** The part of a message an attached document becomes. */
export function documentPart(url: string): { type: "file"; file: Record<string, string> } {
  if (!head.test(url)) return { type: "file", file: { file_id: url, format: documentType } };
  const data = url.replace(head, `data:${documentType};base64,`);
  return { type: "file", file: { filename: documentName(url), file_data: data } };
}

/** The attachment a part of a message was made of; undefined for a part that was written otherwise. */
export function documentOfPart(part: Record<string, unknown>): string | undefined {
  const { type, file } = part;
  if (type !== "file" || Object.keys(part).length !== 2 || typeof file !== "object" || file === null) return undefined;
  const { file_id: id, format, file_data: data, filename: name } = file as Record<string, unknown>;
  if (Object.keys(file).length !== 2) return undefined;
  if (typeof id === "string" && format === documentType && isDocument(id)) return id;
  return typeof data === "string" && typeof name === "string" && head.test(data)
    ? withDocumentName(data, name)
    : undefined;
}
