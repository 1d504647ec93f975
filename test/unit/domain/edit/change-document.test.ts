import { changeDocument, type DocumentChange, findInDocument } from "@shared/domain/edit/change-document.ts";
import { closeDocument, type EditableText, isSameText, openDocument } from "@shared/domain/edit/editor-document.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it } from "vitest";

const system = { type: "chatmessage", role: "system", content: "Keep a {{tone}} tone." } as const;
const history = { type: "placeholder", name: "history" } as const;
const user = { type: "chatmessage", role: "user", content: "Tone? {{ticket}}" } as const;

function chat(...prompt: TemplateItem[]): EditableText {
  return { type: "chat", prompt, config: { model: "gpt-4o", own: { kept: [1] } } };
}

function changed(text: EditableText, ...changes: DocumentChange[]): EditableText {
  return closeDocument(changes.reduce(changeDocument, openDocument(text)));
}

describe("an edited prompt", () => {
  it("that was only opened is the stored one, odd fields and all (a version that nobody changed)", () => {
    const odd = { ...user, name: "kept", extra: { a: 1 } } as TemplateItem;
    for (const text of [chat(system, history, odd), { type: "text", prompt: "Hi {{a}}\r\n", config: null } as const])
      expect(changed(text)).toEqual(text);
  });

  it.each<[string, DocumentChange[], TemplateItem[]]>([
    ["content", [{ do: "content", card: 2, content: "x" }], [system, history, { ...user, content: "x" }]],
    ["role", [{ do: "role", card: 0, role: "developer" }], [{ ...system, role: "developer" }, history, user]],
    ["name", [{ do: "placeholder-name", card: 1, name: "h" }], [system, { ...history, name: "h" }, user]],
    ["message", [{ do: "add-message" }], [system, history, user, { ...system, role: "assistant", content: "" }]],
    ["after", [{ do: "add-placeholder", after: 0, name: "p" }], [system, { ...history, name: "p" }, history, user]],
    ["duplicate", [{ do: "duplicate", card: 0 }], [system, system, history, user]],
    ["remove", [{ do: "remove", card: 1 }], [system, user]],
    ["down", [{ do: "move", card: 0, to: 2 }], [history, user, system]],
    ["past the end", [{ do: "move", card: 0, to: 99 }], [history, user, system]],
  ])("%s", (_name, changes, prompt) => {
    expect(changed(chat(system, history, user), ...changes)).toEqual(chat(...prompt));
  });

  it("gives a new card an id of its own (two cards that change as one)", () => {
    const { cards } = [{ do: "duplicate", card: 0 }, { do: "duplicate", card: 0 }, { do: "add-message" }].reduce(
      (document, change) => changeDocument(document, change as DocumentChange),
      openDocument(chat(system, user)),
    );
    expect(new Set(cards.map(({ id }) => id)).size).toBe(5);
  });

  it("types its new messages as the others are", () => {
    const untyped = { role: "user", content: "a" };
    expect(changed(chat(untyped), { do: "add-message" }).prompt).toEqual([untyped, { role: "assistant", content: "" }]);
  });

  it("takes no second card in a text prompt", () => {
    const text = { type: "text", prompt: "Hi", config: {} } as const;
    expect(changed(text, { do: "add-message" }, { do: "duplicate", card: 0 })).toEqual(text);
  });

  it("keeps its last config while the typed one is no JSON, and the typed text with it", () => {
    const before = openDocument(chat(system));
    const broken = changeDocument(before, { do: "config-text", text: '{"model": ' });
    expect([broken.configText, broken.config]).toEqual(['{"model": ', before.config]);
    const whole = changeDocument(broken, { do: "config-text", text: '{"model": "b"}' });
    expect(whole.config).toEqual({ model: "b" });
    expect(changeDocument(broken, { do: "config-text", text: "  " }).config).toEqual({});
  });

  it("is the same again when its words are, whatever the order of the config's keys", () => {
    const text = chat(system, user);
    const back = changed(
      text,
      { do: "content", card: 0, content: "x" },
      { do: "content", card: 0, content: system.content },
    );
    expect(isSameText(text, { ...back, config: { own: { kept: [1] }, model: "gpt-4o" } })).toBe(true);
    expect(isSameText(text, chat(user, system))).toBe(false);
    expect(isSameText({ ...text, config: null }, { ...text, config: {} })).toBe(true);
  });
});

describe("find and replace", () => {
  it("goes over all messages, whatever the case, and leaves names of placeholders alone", () => {
    const text = chat(system, { type: "placeholder", name: "tone" }, user);
    const change = { do: "replace-all", find: "tone", replace: "$&-", matchCase: false } as const;
    expect(changed(text, change)).toEqual(
      chat(
        { ...system, content: "Keep a {{$&-}} $&-." },
        { type: "placeholder", name: "tone" },
        { ...user, content: "$&-? {{ticket}}" },
      ),
    );
    expect(findInDocument(openDocument(text), "tone", false)).toEqual([
      { card: 0, at: 9 },
      { card: 0, at: 16 },
      { card: 2, at: 0 },
    ]);
    expect(findInDocument(openDocument(text), "Tone", true)).toEqual([{ card: 2, at: 0 }]);
  });

  it("finds at the right place beside letters whose lower case is longer (a word cut in two)", () => {
    const document = openDocument(chat({ role: "user", content: "İİ tone" }));
    expect(findInDocument(document, "tone", false)).toEqual([{ card: 0, at: 3 }]);
  });

  it("of nothing changes nothing", () => {
    const document = openDocument(chat(system));
    expect(changeDocument(document, { do: "replace-all", find: "", replace: "x", matchCase: true })).toBe(document);
  });
});
