import { expect, it } from "vitest";
import { createHostCommands } from "../../../../electron/hosts/desktop/host-commands.ts";

// A click into the menu while the page was still loading did nothing at all.
it("a command waits for the first page that listens, and is given once", async () => {
  const commands = createHostCommands();
  for (let index = 0; index < 40; index += 1) commands.send(`early-${index}`);
  const first = new AbortController();
  const heard: string[] = [];
  const following = (async () => {
    for await (const { command } of commands.listen(first.signal)) heard.push(command);
  })();
  await expect.poll(() => heard).toHaveLength(16);
  expect([heard[0], heard.at(-1)]).toEqual(["early-24", "early-39"]);
  commands.send("palette.open");
  await expect.poll(() => heard.at(-1)).toBe("palette.open");
  first.abort();
  await following;
  commands.send("settings.open");
  const second = new AbortController();
  const next = await commands.listen(second.signal)[Symbol.asyncIterator]().next();
  expect(next.value).toEqual({ command: "settings.open" });
  second.abort();
});
