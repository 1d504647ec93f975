import { checkPutIn, putIn } from "@engine/libraries/transfer/put-in.ts";
import { takeOut } from "@engine/libraries/transfer/take-out.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { PortablePrompt } from "@shared/domain/prompt/portable-prompt.ts";
import { readPortableFile } from "@shared/domain/prompt/read-portable-file.ts";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { faults } from "../../fakes/langfuse/faults.ts";
import type { NewPrompt, StoredPrompt } from "../../fakes/langfuse/stored-prompts.ts";
import { drawn } from "../../prove-scale.ts";
import { sourceFor } from "../../unit/libraries/connected-library.ts";

/** Prompts with all their versions out of one Langfuse, through the text of a file, into another. */

const io = { signal: new AbortController().signal };
const open: FakeLangfuse[] = [];
afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close();
});

async function fakeWith(prompts: NewPrompt[]): Promise<FakeLangfuse> {
  const fake = await startFakeLangfuse({ prompts });
  open.push(fake);
  return fake;
}

function writingOf(fake: FakeLangfuse, name: string) {
  const { writing } = sourceFor(fake);
  if (!writing) throw new Error("Langfuse can be written to.");
  return { writing, prompt: { library: "langfuse", name } };
}

const outOf = (fake: FakeLangfuse, name: string) =>
  takeOut(sourceFor(fake), { library: "langfuse", name }, undefined, io);
const into = (fake: FakeLangfuse, prompt: PortablePrompt, more = {}) =>
  putIn(
    writingOf(fake, prompt.name),
    { place: { library: "langfuse" }, prompt, acceptsChanges: true, ...more },
    null,
    io,
  );

/** All of a version but its id, its times and who made it. */
function said(rows: readonly StoredPrompt[]): unknown[] {
  return rows.map(({ name, version, type, prompt, config, labels, tags, commitMessage }) => ({
    ...{ name, version, type, prompt, config, commitMessage },
    labels: [...labels].sort(),
    tags: [...tags].sort(),
  }));
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }).filter((words) => words.isWellFormed() && !words.includes("\0")),
  fc.constantFrom("{{name}} 日本 🎉\r\n", "", "same"),
);
const message = fc.record({ role: fc.constantFrom("system", "user", "assistant"), content: text });
const gap = fc.constantFrom("history", "examples").map((name) => ({ type: "placeholder", name }));
const config = fc.record(
  { model: fc.constant("gpt-4o"), temperature: fc.constantFrom(0, 0.2), own: fc.array(text, { maxLength: 2 }) },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonValue>;
const versions: fc.Arbitrary<NewPrompt["prompt"][]> = fc.oneof(
  fc.array(text, { minLength: 1, maxLength: 4 }),
  fc.array(fc.array(fc.oneof(message, gap), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
);
const project = fc.array(
  fc.record({
    versions,
    config,
    labels: fc.array(fc.uniqueArray(fc.constantFrom("production", "staging", "eu-1"), { maxLength: 2 }), {
      minLength: 4,
      maxLength: 4,
    }),
    messages: fc.array(fc.option(fc.constantFrom("why", "größer", "a: b"), { nil: undefined }), {
      minLength: 4,
      maxLength: 4,
    }),
    tags: fc.uniqueArray(fc.constantFrom("eu", "mail", "Ton"), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const names = ["a/b c", "100% & more", "größe"];

// An export that loses a version, a label or a message is no copy of a project, and nobody notices until it is needed.
it("a project comes back equal but for ids and times: versions, labels, tags, messages, config", async () => {
  await fc.assert(
    fc.asyncProperty(project, async (given) => {
      const prompts = given.flatMap(({ versions: texts, config: settings, labels, messages, tags }, index) =>
        texts.map(
          (prompt, at): NewPrompt => ({
            name: names[index] ?? "x",
            prompt,
            config: settings,
            labels: labels[at] ?? [],
            ...(tags.length === 0 ? {} : { tags }),
            ...(messages[at] === undefined ? {} : { commitMessage: messages[at] }),
          }),
        ),
      );
      const from = await fakeWith(prompts);
      const to = await fakeWith([]);
      const used = names.slice(0, given.length);
      const taken: PortablePrompt[] = [];
      for (const name of used) taken.push(await outOf(from, name));
      const file = JSON.stringify({
        format: "promptscope-prompts",
        version: 1,
        from: "x",
        exportedAt: "x",
        prompts: taken,
      });
      const read = readPortableFile(file);
      if ("reason" in read) throw new Error(read.reason);
      for (const prompt of read.prompts) {
        expect(await into(to, prompt)).toMatchObject({ kind: "made", versions: prompt.versions.length });
        expect(await into(to, prompt)).toEqual({ kind: "same", differs: [] });
      }
      for (const name of used) expect(said(to.prompts.of(name))).toEqual(said(from.prompts.of(name)));
      for (const fake of open.splice(0)) await fake.close();
    }),
    drawn(15),
  );
});

const three: NewPrompt[] = ["one", "two", "three"].map((prompt) => ({ name: "p", prompt, commitMessage: prompt }));

it("what stops half way goes on where it stopped; nothing is written twice", async () => {
  const from = await fakeWith(three);
  const to = await fakeWith([]);
  const prompt = await outOf(from, "p");
  to.fail(faults.internal, { method: "POST", path: /prompts/, times: 1 });
  const first = await into(to, prompt);
  expect(first).toMatchObject({ kind: "stopped", versions: 0, of: 3 });
  const begun = { ...prompt, versions: prompt.versions.slice(0, 1) };
  expect(await into(to, begun)).toMatchObject({ kind: "made" });
  expect(await checkPutIn(writingOf(to, "p"), prompt, null, io)).toMatchObject({ standing: "begun", present: 1 });
  expect(await into(to, prompt)).toMatchObject({ kind: "made", versions: 2 });
  expect(said(to.prompts.of("p"))).toEqual(said(from.prompts.of("p")));
});

it("another prompt of the name is left alone, and the guard of production is asked", async () => {
  const from = await fakeWith([{ name: "p", prompt: "mine", labels: ["production"] }]);
  const to = await fakeWith([{ name: "p", prompt: "theirs" }]);
  const prompt = await outOf(from, "p");
  expect(await into(to, prompt)).toEqual({ kind: "exists" });
  expect(to.prompts.of("p")).toHaveLength(1);
  const empty = await fakeWith([]);
  const request = { place: { library: "langfuse" }, prompt, acceptsChanges: true };
  expect(await putIn(writingOf(empty, "p"), request, "typed-name", io)).toEqual({
    kind: "guarded",
    needs: "typed-name",
  });
  expect(await putIn(writingOf(empty, "p"), { ...request, typedName: "p" }, "typed-name", io)).toMatchObject({
    kind: "made",
  });
});
