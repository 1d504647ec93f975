import { documentType, isDocument, largestDocument, withDocumentName } from "@shared/domain/message/document.ts";
import { imageTypes, largestImage, megabytes } from "@shared/domain/message/image-limits.ts";

/** The pictures of some files as data: addresses, and what is wrong with those that cannot be sent. */
export interface ReadImages {
  images: string[];
  problems: string[];
}

/** Reads picture files; each that cannot be sent is named with its reason, the others are kept. */
export async function readImageFiles(files: readonly File[]): Promise<ReadImages> {
  const read: ReadImages = { images: [], problems: [] };
  for (const file of files) {
    const problem = imageProblem(file);
    if (problem) read.problems.push(problem);
    else if (file.type === documentType) read.images.push(withDocumentName(await dataUrl(file), file.name));
    else read.images.push(await dataUrl(file));
  }
  return read;
}

/** Why a file cannot be sent as a picture or a document, in words; undefined when it can. */
export function imageProblem({ name, type, size }: Pick<File, "name" | "type" | "size">): string | undefined {
  if (type === documentType) {
    if (size > largestDocument)
      return `${name} is ${megabytes(size)}; a document of at most ${megabytes(largestDocument)} can be sent.`;
    return size === 0 ? `${name} is empty.` : undefined;
  }
  if (!imageTypes.includes(type))
    return `${name} is ${type || "of an unknown type"}; PNG, JPEG, GIF, WebP and PDF can be sent.`;
  if (size > largestImage) return `${name} is ${megabytes(size)}; at most ${megabytes(largestImage)} can be sent.`;
  return undefined;
}

/** A typed address of a picture or a PDF, or why it is none. The provider fetches it; this window never does. */
export function imageAddress(text: string): { url: string } | { problem: string } {
  const trimmed = text.trim();
  if (/^data:image\/(png|jpeg|gif|webp);base64,/i.test(trimmed)) {
    const bytes = Math.floor(((trimmed.length - trimmed.indexOf(",") - 1) * 3) / 4);
    if (bytes <= largestImage) return { url: trimmed };
    return { problem: `The picture is ${megabytes(bytes)}; at most ${megabytes(largestImage)} can be sent.` };
  }
  if (isDocument(trimmed) && trimmed.startsWith("data:")) {
    const bytes = Math.floor(((trimmed.length - trimmed.indexOf(",") - 1) * 3) / 4);
    if (bytes <= largestDocument) return { url: trimmed };
    return { problem: `The document is ${megabytes(bytes)}; at most ${megabytes(largestDocument)} can be sent.` };
  }
  const isWeb = URL.canParse(trimmed) && /^https?:$/.test(new URL(trimmed).protocol);
  return isWeb ? { url: trimmed } : { problem: "This is no https:// address and no data: picture or PDF." };
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("The file cannot be read."));
    reader.readAsDataURL(file);
  });
}
