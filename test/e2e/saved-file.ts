import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";

/** The text of the file an action saves. The desktop's stand-in tells of no downloads: there it is what the page hands over. */
export async function savedFile(page: Page, host: "web" | "desktop", action: () => Promise<void>): Promise<string> {
  if (host === "web") {
    const [download] = await Promise.all([page.waitForEvent("download"), action()]);
    return readFile(await download.path(), "utf8");
  }
  const blob = await page.evaluateHandle(() => {
    const create = URL.createObjectURL;
    return {
      text: new Promise<string>((resolve) => {
        URL.createObjectURL = (source) => {
          if (source instanceof Blob) resolve(source.text());
          URL.createObjectURL = create;
          return create.call(URL, source);
        };
      }),
    };
  });
  await action();
  return blob.evaluate(({ text }) => text);
}

/** Text as a file that is picked. */
export function asFile(text: string, name = "runs.json") {
  return { name, mimeType: "application/json", buffer: Buffer.from(text) };
}
