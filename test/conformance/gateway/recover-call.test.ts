import OpenAI from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench } from "../engine/open-engine.ts";
import { config, watchGateway } from "./watch-gateway.ts";

const prompts = [
  { name: "critic", prompt: "As a {{level}} critic, do you like {{movie}}?", labels: [] },
  { name: "critic", prompt: "As a {{level}} critic, praise {{movie}} in a line.", labels: ["production"] },
  {
    name: "critic",
    prompt: "As a {{level}} critic, damn {{movie}} in a line.",
    config: { temperature: 0.3, max_tokens: 200 },
    labels: ["staging"],
  },
  { name: "twin", prompt: "Tell the truth about {{subject}}.", labels: ["production"] },
  { name: "twin", prompt: "Tell the truth about {{subject}}.", config: { top_p: 0.5 }, labels: ["staging"] },
  { name: "rival", prompt: "Answer in {{language}}, please.", labels: ["production"] },
  { name: "other-rival", prompt: "Answer in {{tongue}}, please.", labels: ["production"] },
];

describe("opening a call that named no prompt", () => {
  let bench: EngineBench;
  let watching: ReturnType<typeof watchGateway>;
  let client: OpenAI;
  afterEach(async () => {
    await watching.stop();
    await bench.close();
  });

  async function open() {
    bench = await openEngineBench({ langfuse: { prompts } });
    await bench.engine.settings.save({ library: "langfuse" });
    watching = watchGateway(bench);
    const { address } = await bench.engine.gateway.start(config, { port: 0, debug: false });
    client = new OpenAI({ apiKey: "sk-anything", baseURL: `${address}/v1`, maxRetries: 0 });
  }

  /** Sends it through the gateway and opens what came of it. */
  async function sendAndOpen(content: string, more: object = {}, signal = new AbortController().signal) {
    const before = watching.calls().length;
    const messages = [{ role: "user" as const, content }];
    await client.chat.completions.create({ model: "openai-model", messages, ...more });
    const done = () => watching.calls().filter(({ state }) => state === "finished").length > before;
    await watching.until(done);
    return bench.engine.gateway.recover(watching.calls().at(-1)?.runId ?? "", { signal });
  }

  it("finds the version of any label, and says what its config adds (only production was looked at)", async () => {
    await open();
    const found = await sendAndOpen("As a stern critic, damn Alien in a line.", { max_tokens: 50 });
    expect(found).toMatchObject({
      kind: "matched",
      request: {
        prompt: { name: "critic", version: "3" },
        variables: { level: "stern", movie: "Alien" },
        overrides: { max_tokens: 50, seed: 5 },
      },
    });
    expect(found.note).toBe(
      "The messages fit critic@3. The config of critic adds temperature 0.3 to a run here; the call had nothing of it.",
    );
  });

  it("a completion of a text is no run of the playground, which would have asked a chat with its prompt as a parameter", async () => {
    await open();
    await client.completions.create({ model: "openai-model", prompt: "As a stern critic, damn Alien in a line." });
    await watching.until(() => watching.calls().some(({ state }) => state === "finished"));
    const opened = bench.engine.gateway.recover(watching.calls()[0]?.runId ?? "", {
      signal: new AbortController().signal,
    });
    await expect(opened).rejects.toMatchObject({ error: { message: expect.stringContaining("no chat") } });
  });

  it("finds a version without a label once the gateway has served it", async () => {
    await open();
    const content = "As a stern critic, do you like Alien?";
    expect((await sendAndOpen(content)).kind).toBe("none");
    await sendAndOpen("ignored", {
      model: "my-langfuse-model",
      prompt_id: "critic",
      prompt_version: 1,
      prompt_variables: { level: "mild", movie: "Dune" },
    });
    expect(await sendAndOpen(content)).toMatchObject({
      kind: "matched",
      request: { prompt: { name: "critic", version: "1" } },
    });
  });

  it("versions with one text are one template; two prompts that fit alike are told", async () => {
    await open();
    const twin = await sendAndOpen("Tell the truth about otters.");
    expect(twin).toMatchObject({ kind: "matched", request: { prompt: { name: "twin", version: "1" } } });
    expect(twin.note).toBe("The messages fit twin@1; v2 has the same text.");
    const rivals = await sendAndOpen("Answer in Greek, please.");
    expect(rivals.kind).toBe("ambiguous");
    expect(rivals.note).toMatch(/^The messages fit (other-rival@1 and rival@1|rival@1 and other-rival@1) alike\.$/);
  });

  it("brings the messages along when nothing fits, and says how much was looked at", async () => {
    await open();
    const none = await sendAndOpen("Something else entirely", { temperature: 0.4 });
    expect(none).toMatchObject({
      kind: "none",
      request: { prompt: null, clientMessages: [], overrides: { temperature: 0.4, seed: 5 } },
    });
    expect(none.request.continuation).toEqual([{ role: "user", content: "Something else entirely" }]);
    expect(none.note).toContain("none of the 6 versions of 4 prompts looked at");
    const preview = await bench.engine.runs.preview(none.request, { signal: new AbortController().signal });
    expect(preview.compiled?.messages.map(({ message }) => message.content)).toEqual(["Something else entirely"]);
  });

  it("stops asking when it is given up, and reads a bounded number of versions", async () => {
    await open();
    const many = Array.from({ length: 300 }, (_, index) => ({
      name: `many-${index}`,
      prompt: `Prompt number ${index} says {{what}}.`,
      labels: ["production"],
    }));
    for (const prompt of many) bench.langfuse.prompts.add(prompt);
    const reads = () => bench.langfuse.requests.filter(({ path }) => /prompts\/many-/.test(path)).length;
    const gone = AbortSignal.abort();
    await expect(sendAndOpen("Something else entirely", {}, gone)).rejects.toMatchObject({
      error: { code: "cancelled" },
    });
    expect(reads()).toBe(0);
    const none = await sendAndOpen("Something else entirely");
    expect(none.note).toMatch(/250 versions of \d+ prompts looked at\. \d+ more were not looked at\./);
    expect(reads()).toBeLessThanOrEqual(250);
  });
});
