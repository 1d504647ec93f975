import { createRedactor } from "@engine/http/redact.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { describe, expect, it } from "vitest";
import { createFakeHandlers } from "../../fakes/routes/handlers.ts";

const key = "sk-canary/dispatch+77aa";
const forms = [key, Buffer.from(key).toString("base64"), encodeURIComponent(key)];

/** What a call answers whose handler does as given, with the product's own redactor behind it. */
function answerOf(handler: () => unknown, input: unknown = {}, name = "app.info") {
  const { handlers } = createFakeHandlers({ "app.info": handler });
  const dispatcher = createDispatcher({ handlers, redact: createRedactor(() => [key]) });
  return dispatcher.call(name, input, { signal: new AbortController().signal });
}

// The second net, with the redactor of the product: what a handler lets slip must not leave through an answer either.
describe("secrets in answers of calls", () => {
  it.each(forms)("are replaced in data at any depth, in names too: %s", async (form) => {
    const answer = await answerOf(() => Promise.resolve({ a: [{ b: `x ${form} y` }], [form]: 1, n: 3, none: null }));
    expect(answer).toEqual({ ok: true, data: { a: [{ b: "x [secret] y" }], "[secret]": 1, n: 3, none: null } });
  });

  it.each(forms)("are replaced in every text of an error that was thrown as data: %s", async (form) => {
    const answer = await answerOf(() => {
      throw new AppFailure("provider_rejected", {
        message: `refused ${form}`,
        advice: `try ${form}`,
        detail: `they said ${form}`,
        requestId: form,
      });
    });
    expect(JSON.stringify(answer)).not.toContain(form);
    expect(answer).toMatchObject({
      ok: false,
      error: {
        message: "refused [secret]",
        advice: "try [secret]",
        detail: "they said [secret]",
        requestId: "[secret]",
      },
    });
  });

  it.each([
    ["an error of a library", () => new Error(`connect to https://user:${key}@host failed`)],
    ["a text", () => `lost ${key}`],
  ])("are replaced in %s, which becomes internal", async (_what, make) => {
    const answer = await answerOf(() => {
      throw make();
    });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "internal", detail: expect.stringContaining("[secret]") },
    });
    expect(JSON.stringify(answer)).not.toContain(key);
  });

  it("are replaced in what is said of a wrong input", async () => {
    const answer = await answerOf(() => null, { [key]: 1 });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "invalid_input", detail: expect.stringContaining("[secret]") },
    });
    expect(JSON.stringify(answer)).not.toContain(key);
  });
});
