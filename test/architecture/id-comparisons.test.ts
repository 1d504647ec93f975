import { describe, expect, it } from "vitest";
import { apis } from "../../electron/engine/apis/registry.ts";
import { builtInForms } from "../../electron/engine/gateway/forms/registry.ts";
import { listedLibraries } from "../../electron/engine/libraries/listed-libraries.ts";
import { builtInProviders } from "../../electron/engine/providers/registry.ts";
import { type IdOwner, idComparisons } from "./id-comparisons.ts";
import { readSources } from "./source-files.ts";

const owners: readonly IdOwner[] = [
  {
    what: "provider",
    ids: builtInProviders.all.map(({ id }) => id),
    // The catalogue of models says whose each is.
    rooms: ["electron/engine/providers/", "electron/engine/models/"],
    named: ["provider", "provider.id", "providerId"],
    alsoWords: ["demo"],
  },
  {
    what: "API",
    ids: Object.values(apis).map(({ id }) => id),
    // A program is written for the client library of one API, and has to say which that is.
    rooms: ["electron/engine/apis/", "shared/domain/code/"],
    named: ["api", "api.id", "apiId"],
    alsoWords: ["messages"],
  },
  {
    what: "client form",
    ids: builtInForms.map(({ id }) => id),
    rooms: ["electron/engine/gateway/forms/"],
    named: ["form.id", "formId", "sameAs"],
    alsoWords: ["chat", "messages", "responses"],
  },
  {
    what: "prompt library",
    ids: listedLibraries.map(({ id }) => id),
    rooms: ["electron/engine/libraries/"],
    named: ["library", "library.id", "libraryId", "promptLibrary"],
    // The connection, the demo models and servers of this machine are called so, too.
    alsoWords: ["demo", "langfuse", "local"],
  },
];

describe("ids", () => {
  it("nobody outside its rooms decides by the id of a provider, an API or a client form", () => {
    expect(idComparisons(readSources(), owners)).toEqual([]);
  });

  it.each([
    'if (provider.id === "cerebras") return true;',
    'const isSample = plan?.route.provider === "demo";',
    'return "anthropic" === name ? a : b;',
    '    case "azure":',
    'const versioned = new Set(["azure"]);',
    'const versioned: ReadonlySet<string> = new Set(["x", "azure"]);',
    'if (["groq", "xai"].includes(provider.id)) return;',
    'const labels = { openai: "OpenAI", anthropic: "Anthropic" };',
    '  lm_studio: "LM Studio",',
    'const adapter = adapters["anthropic"];',
    'if (plan.api === "messages") translate();',
    'if (api.id !== "chat-completions") translate();',
    "switch (api.id) {",
    'if (call.form.id === "chat") relay();',
    'if (model.startsWith("openai")) return;',
    'if (ref.library === "langfuse") warmUp();',
    'return library.id === "demo" ? samples : prompts;',
  ])("sees %s", (line) => {
    const planted = { path: "electron/engine/gateway/send-call.ts", text: `${line}\n`, imports: [] };
    expect(idComparisons([planted], owners).length).toBeGreaterThan(0);
    const atHome = owners.every(({ rooms }) => rooms.length > 0);
    expect(atHome).toBe(true);
  });

  it("takes words of the wire for no ids", () => {
    const text = `
      const body = { messages: plan.messages };
      if (key === "messages" || body["messages"] === undefined) return;
      const url = "openai/gpt-4o";
      import OpenAI from "openai";
      case "messages":
    `;
    expect(idComparisons([{ path: "shared/domain/code/python.ts", text, imports: [] }], owners)).toEqual([]);
  });
});
