import type { PromptEdit, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewPrompt } from "../../fakes/langfuse/stored-prompts.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

/** What a Langfuse that answers like the recorded one cannot hold, or would change in silence. */

const name = "support/reply draft";
const versions: NewPrompt[] = [
  { name, prompt: [{ role: "system", content: "v1" }], labels: ["staging"], tags: ["support"] },
  { name, prompt: [{ role: "system", content: "v2 {{tone}}" }], labels: ["production"], config: { temperature: 0.2 } },
];
const io = { signal: new AbortController().signal };

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench({ langfuse: { prompts: versions } });
});
afterEach(() => bench.close());

const saving = () => bench.engine.writing.saving;
const writes = () => bench.langfuse.requests.filter(({ method }) => method !== "GET");

function edit(content: string, given: Partial<PromptEdit> = {}): PromptEdit {
  return {
    base: { library: "langfuse", name, version: "2" },
    type: "chat",
    prompt: [{ role: "system", content }],
    config: { temperature: 0.2 },
    ...given,
  };
}

describe("what Langfuse cannot hold is said before anything is sent", () => {
  const problemsOf = async (given: Partial<PromptEdit>, more: Partial<SaveRequest> = {}) => {
    const { outcome } = await saving().save({ edit: edit("x", given), labels: [], ...more }, io);
    expect(writes()).toEqual([]);
    return outcome.kind === "problems"
      ? outcome.problems.map(({ code, path, severity }) => `${code} ${path.join("/")} ${severity}`)
      : outcome;
  };
  const base = (other: string) => ({ base: { library: "langfuse", name: other } });

  it.each<[string, Partial<PromptEdit>, Partial<SaveRequest>, string[]]>([
    ["1 MB", { prompt: [{ role: "user", content: "m".repeat(1_048_576) }] }, {}, ["too_large prompt blocks"]],
    ["NUL", { prompt: [{ role: "user", content: "a\0b" }] }, {}, ["nul_character prompt/0/content blocks"]],
    ["half a character", { config: { stop: ["\ud83d"] } }, {}, ["lone_surrogate config/stop/0 blocks"]],
    ["a NUL in a key", { config: { "a\0": 1 } }, {}, ["nul_character config/a\0 blocks"]],
    ["a message of 501", {}, { commitMessage: "c".repeat(501) }, ["message_too_long commitMessage blocks"]],
    ["a bad label", {}, { labels: ["ok", "Prod"] }, ["label_invalid labels/1 blocks"]],
    ["a reserved name", base("new"), {}, ["name_reserved name blocks"]],
    ["a name with a tag", base("<b>x</b>"), {}, ["name_invalid name blocks"]],
    ["a name with a slash at its end", base("a/"), {}, ["name_invalid name blocks"]],
    ["a name of two lines", base("a\nb"), {}, ["name_invalid name blocks"]],
    ["a name with a bar", base("a|b"), {}, ["name_invalid name blocks"]],
    ["a name with white space around it", base(" a"), {}, ["name_invalid name blocks"]],
    [
      "keys of messages",
      { prompt: [{ role: "tool", content: "x", tool_call_id: "1" } as { role: string; content: string }] },
      {},
      ["message_keys prompt/0/tool_call_id changes"],
    ],
    [
      "a number of 17 digits",
      { config: { seed: Number("12345678901234567") } },
      {},
      ["number_rounded config/seed changes"],
    ],
    [
      "a placeholder called as a variable",
      {
        prompt: [
          { role: "user", content: "{{history}}" },
          { type: "placeholder", name: "history" },
        ],
      },
      {},
      ["name_twice prompt/1/name blocks"],
    ],
    ["another type", { type: "text", prompt: "text" }, {}, ["type_fixed type blocks"]],
  ])("%s", async (_name, given, more, expected) => {
    expect(await problemsOf(given, more)).toEqual(expected);
  });

  it("and what it would change is saved once a person accepts that", async () => {
    const prompt = [{ role: "tool", content: "x", tool_call_id: "1" } as { role: string; content: string }];
    const given = { edit: edit("x", { prompt }), labels: [], acceptsChanges: true };
    const { outcome } = await saving().save(given, io);
    expect(outcome).toMatchObject({ kind: "saved", asSent: false });
    expect((outcome as { version: PromptVersion }).version.prompt).toEqual([{ role: "tool", content: "x" }]);
  });

  // Each rule stands for a refusal of the real server: the fake must refuse what is warned of, and nothing else.
  it("and Langfuse does refuse those that block", async () => {
    const url = `${bench.langfuse.url}/api/public/v2/prompts`;
    const keys = Buffer.from(`${bench.langfuse.publicKey}:${bench.langfuse.secretKey}`).toString("base64");
    const headers = { authorization: `Basic ${keys}`, "content-type": "application/json" };
    const post = async (body: object) =>
      (await fetch(url, { method: "POST", headers, body: JSON.stringify({ name: "p", prompt: "x", ...body }) })).status;
    expect(await post({})).toBe(201);
    expect(await post({ prompt: "m".repeat(1_048_576) })).toBe(413);
    expect(await post({ prompt: "a\0b" })).toBe(500);
    expect(await post({ labels: ["Prod"] })).toBe(400);
  });
});
