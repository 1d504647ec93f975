import { readEnvironment } from "@engine/credentials/environment.ts";
import { cardsBesideEnvironment } from "@engine/credentials/environment-first.ts";
import { expect, it } from "vitest";

const settings = {
  langfuse: { host: "https://lf.example", publicKey: "pk" },
  providers: { openai: { baseUrl: "https://own.example/v1" }, groq: {}, ollama: { baseUrl: "http://box:11434/v1" } },
};

it("keeps every card when no variable names its key or address", () => {
  expect(cardsBesideEnvironment(settings, readEnvironment({ UNRELATED: "x" }))).toEqual(settings);
});

// A key of the environment beside a base URL of a card would send the one to the other.
it("drops a card as a whole when a variable has its key or its address", () => {
  const environment = readEnvironment({ OPENAI_API_KEY: "sk-x", OLLAMA_API_BASE: "http://other:11434" });
  expect(cardsBesideEnvironment(settings, environment).providers).toEqual({ groq: {} });
});

it("drops Langfuse's card only for both keys: one alone is no connection", () => {
  const one = readEnvironment({ LANGFUSE_PUBLIC_KEY: "pk-2" });
  const both = readEnvironment({ LANGFUSE_PUBLIC_KEY: "pk-2", LANGFUSE_SECRET_KEY: "sk-2" });
  expect(cardsBesideEnvironment(settings, one).langfuse).toEqual(settings.langfuse);
  expect(cardsBesideEnvironment(settings, both).langfuse).toBeNull();
});
