import { createHash } from "node:crypto";
import { pageStyle } from "./html-style.ts";
import { html } from "./html-text.ts";

/**
 * A page that needs nothing else: it asks for nothing from anywhere, runs no script, and takes no style but its own.
 * @param body markup in which every text of others went through `html` or `clipped`.
 * @param style what the page adds to the look that all pages share.
 */
export function htmlPage(title: string, body: string, style = ""): string {
  const whole = pageStyle + style;
  const hash = createHash("sha256").update(whole).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${html(title)}</title>`,
    `<style>${whole}</style>`,
    `<h1>${html(title)}</h1>`,
    body,
    "</html>\n",
  ].join("\n");
}
