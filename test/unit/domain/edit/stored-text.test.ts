import { describe, expect, it } from "vitest";
import { contentHash } from "../../../../electron/engine/libraries/found/content-hash.ts";
import { changeDocument } from "../../../../shared/domain/edit/change-document.ts";
import { closeDocument, isSameText, openDocument } from "../../../../shared/domain/edit/editor-document.ts";

const typed = { type: "chat" as const, prompt: [{ type: "chatmessage" as const, role: "user", content: "hi" }] };
const untyped = { type: "chat" as const, prompt: [{ role: "user", content: "hi" }] };

/** Langfuse gives a message back without the type `chatmessage`, and no config as `{}`. */
describe("an edit and the version that is saved of it", () => {
  it("say the same and have one hash", () => {
    expect(isSameText({ ...typed, config: null }, { ...untyped, config: {} })).toBe(true);
    expect(contentHash({ ...typed, config: null })).toBe(contentHash({ ...untyped, config: {} }));
  });

  it("differ by every other key of a message, and by what it says", () => {
    const other = { ...untyped, prompt: [{ type: "message" as never, role: "user", content: "hi" }], config: {} };
    expect(isSameText({ ...untyped, config: {} }, other)).toBe(false);
    expect(contentHash({ ...untyped, config: {} })).not.toBe(contentHash(other));
  });

  it("the hash of a message added in the editor is that of its version", () => {
    const opened = openDocument({ type: "chat", prompt: [], config: {} });
    const edit = closeDocument(changeDocument(opened, { do: "add-message", role: "user", content: "hi" }));
    expect(contentHash(edit)).toBe(contentHash({ ...untyped, config: {} }));
  });
});
