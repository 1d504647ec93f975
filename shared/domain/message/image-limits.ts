/** Bytes of one picture and of all in a request: Anthropic takes 5 MB each, OpenAI 20 MB (50 MB of late) in all. */
export const largestImage = 5 * 1024 * 1024;
export const largestImageTotal = 20 * 1024 * 1024;

/** What every provider takes. SVG is no raster and none takes it. */
export const imageTypes: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
