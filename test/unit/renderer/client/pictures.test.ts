import { pictureReference, pictureToken } from "@shared/domain/message/picture.ts";
import { type Draft, emptyDraft } from "@shared/domain/prompt/draft.ts";
import { describe, expect, it } from "vitest";
import type { ApiClient } from "../../../../renderer/client/client.ts";
import { withPictures } from "../../../../renderer/client/pictures.ts";

const picture = `data:image/png;base64,${"iVBOR".repeat(400)}`;
const hash = "a".repeat(64);
const gone = "b".repeat(64);

/** An engine that keeps one picture and answers with what it was asked to. */
function fakeEngine(answers: Record<string, unknown> = {}) {
  const calls: [name: string, input: unknown][] = [];
  const client = withPictures({
    call: async (name: string, input: { hash?: string }) => {
      calls.push([name, input]);
      if (name === "pictures.keep") return { hash };
      if (name === "pictures.get") return { url: input.hash === hash ? picture : null };
      return answers[name] ?? null;
    },
    stream: () => undefined,
  } as unknown as ApiClient);
  return { client, calls };
}

function draftWith(...images: string[]): Draft {
  const conversations = { "demo:x": { messages: [], next: { text: "", images } } };
  return {
    ...emptyDraft,
    variants: ["a", "b"].map((id) => ({ id, modelOverride: null, parameters: {}, conversations })),
  };
}

describe("pictures on their way to the engine", () => {
  it("go once, however many variants have them and however often the draft is saved", async () => {
    const { client, calls } = fakeEngine();
    await Promise.all([client.call("draft.save", draftWith(picture)), client.call("draft.save", draftWith(picture))]);
    await client.call("draft.save", draftWith(picture, picture));
    expect(calls.filter(([name]) => name === "pictures.keep")).toHaveLength(1);
    expect(calls.at(-1)).toEqual(["draft.save", draftWith(pictureReference(hash), pictureReference(hash))]);
  });

  it("are whole again in a draft that is read; one whose file is gone keeps its reference and is saved with it", async () => {
    const stored = draftWith(pictureReference(hash), pictureReference(gone));
    const { client, calls } = fakeEngine({ "draft.get": stored });
    const read = await client.call("draft.get", {});
    expect(read).toEqual(draftWith(picture, pictureReference(gone)));
    await client.call("draft.save", read);
    expect(calls.at(-1)).toEqual(["draft.save", stored]);
    expect(calls.map(([name]) => name)).not.toContain("pictures.keep");
  });

  it("an older draft with whole pictures in it opens as it is, and is saved with references", async () => {
    const { client, calls } = fakeEngine({ "draft.get": draftWith(picture) });
    const read = await client.call("draft.get", {});
    expect(read).toEqual(draftWith(picture));
    await client.call("draft.save", read);
    expect(calls.at(-1)).toEqual(["draft.save", draftWith(pictureReference(hash))]);
  });

  it("are put back into an answer that has a token in their place", async () => {
    const { client } = fakeEngine({ "run.get": { body: `{"data":"${pictureToken(hash)}"}` } });
    const record = await client.call("run.get", { runId: "r" });
    expect(record).toEqual({ body: `{"data":"${"iVBOR".repeat(400)}"}` });
  });

  it("are sent again after one call has failed, since the engine does not have them", async () => {
    let failures = 1;
    const kept: unknown[] = [];
    const client = withPictures({
      call: async (name: string, input: unknown) => {
        if (name === "pictures.keep" && failures-- > 0) throw new Error("no");
        if (name === "pictures.keep") kept.push(input);
        return { hash };
      },
    } as unknown as ApiClient);
    await expect(client.call("draft.save", draftWith(picture))).rejects.toThrow("no");
    await client.call("draft.save", draftWith(picture));
    expect(kept).toEqual([{ url: picture }]);
  });

  it("an answer that refers to none is the object it came as (a long prompt's was gone through twice while one typed)", async () => {
    const preview = { messages: [{ text: "promptscope-picture:", parts: ["x".repeat(200)] }] };
    const { client, calls } = fakeEngine({ "run.preview": preview });
    expect(await client.call("run.preview", {} as never)).toBe(preview);
    expect(calls).toHaveLength(1);
  });
});
