import { describe, expect, it } from "vitest";
import { createLinkOpener } from "../../../../electron/hosts/desktop/links.ts";
import { hostileUrls } from "./addresses.ts";

async function open(url: string): Promise<string[]> {
  const opened: string[] = [];
  const openLink = createLinkOpener({
    async openExternal(address) {
      opened.push(address);
    },
  });
  await openLink(url).catch((error) => expect(error).toMatchObject({ error: { code: "invalid_input" } }));
  return opened;
}

describe("opening a link", () => {
  const tricks = [
    ...hostileUrls,
    " https://example.com",
    "https://example.com ",
    "https:\\\\example.com",
    "https://example.com\\@evil.com",
    "ht\ttps://example.com",
    "https://exam\nple.com",
    "https://user:password@example.com",
    "https://user@example.com",
    "https:example.com",
    "https:///example.com",
    "https://",
    "https://[",
    `https://example.com/${"x".repeat(2048)}`,
    `https://${"x".repeat(10_000_000)}`,
  ];
  it.each(tricks.map((url) => [url.slice(0, 60), url]))("refuses %j", async (_, url) => {
    expect(await open(url)).toEqual([]);
  });

  it.each([
    ["https://example.com/a?b#c", "https://example.com/a?b#c"],
    ["HTTPS://Example.com", "https://example.com/"],
    ["http://localhost:3000/project", "http://localhost:3000/project"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ])("opens %s", async (url, opened) => {
    expect(await open(url)).toEqual([opened]);
  });
});
