import { describe, expect, it } from "vitest";
import type { CallCredentials } from "../../../electron/engine/credentials/call-credentials.ts";
import type { ConnectionSettings } from "../../../electron/engine/credentials/connection-settings.ts";
import { providerSecretId, resolveEndpoint } from "../../../electron/engine/credentials/endpoint.ts";
import { readEnvironment } from "../../../electron/engine/credentials/environment.ts";
import type { Provider } from "../../../electron/engine/providers/provider.ts";
import { providers } from "../../../electron/engine/providers/providers.ts";
import { AppFailure } from "../../../shared/domain/error/app-failure.ts";

const provider = (id: string): Provider => {
  const found = providers.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no provider ${id}`);
  return found;
};

interface Given {
  cards?: ConnectionSettings["providers"];
  environment?: Record<string, string>;
  stored?: string[];
  call?: CallCredentials;
}

function resolve(id: string, given: Given) {
  const sources = {
    settings: { langfuse: null, providers: given.cards ?? {} },
    environment: readEnvironment(given.environment ?? {}),
    storedKeyHint: (secretId: string) => (given.stored?.includes(secretId) ? "sk-…abcd" : undefined),
    registerCallKey: () => "call:1",
  };
  return resolveEndpoint(provider(id), sources, given.call);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppFailure) return error.error.code;
  }
  return "no failure";
}

describe("resolveEndpoint keeps a key and its base URL together", () => {
  it("takes key and base from one environment", () => {
    const endpoint = resolve("openai", {
      environment: { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "https://gw.example/v1/" },
    });
    expect(endpoint.baseUrl).toBe("https://gw.example/v1");
    expect(endpoint.credential).toMatchObject({ source: "environment", variable: "OPENAI_API_KEY" });
  });

  it("never sends a key from the environment to a base URL of the settings (NET-2)", () => {
    const given = { environment: { OPENAI_API_KEY: "k" }, cards: { openai: { baseUrl: "https://custom.example/v1" } } };
    expect(codeOf(() => resolve("openai", given))).toBe("credential_missing");
  });

  it("never sends a key from the environment to a base URL of the call", () => {
    const given = { environment: { OPENAI_API_KEY: "k" }, call: { apiBase: "https://custom.example/v1" } };
    expect(codeOf(() => resolve("openai", given))).toBe("credential_missing");
    const local = resolve("ollama", {
      environment: { OLLAMA_API_KEY: "k" },
      call: { apiBase: "http://10.0.0.9:11434" },
    });
    expect(local.credential).toBeNull();
  });

  it("a stored key is not found under another origin", () => {
    const stored = [providerSecretId("openai", "https://api.openai.com/v1")];
    expect(resolve("openai", { stored, cards: { openai: {} } }).credential?.source).toBe("settings");
    const moved = { stored, cards: { openai: { baseUrl: "https://elsewhere.example/v1" } } };
    expect(codeOf(() => resolve("openai", moved))).toBe("credential_missing");
  });

  it("a key of the call goes to the call's base, else where the environment says", () => {
    const both = resolve("openai", { call: { apiKey: "k", apiBase: "https://a.example/v1" } });
    expect(both).toMatchObject({
      baseUrl: "https://a.example/v1",
      baseUrlSource: "call",
      credential: { source: "call" },
    });
    const keyOnly = resolve("openai", {
      call: { apiKey: "k" },
      environment: { OPENAI_API_BASE: "https://b.example/v1" },
    });
    expect(keyOnly.baseUrl).toBe("https://b.example/v1");
  });

  it("the first variable that is set wins, in LiteLLM's order", () => {
    const environment = {
      AZURE_API_KEY: "second",
      AZURE_OPENAI_API_KEY: "first",
      AZURE_API_BASE: "https://x.openai.azure.com",
    };
    expect(resolve("azure", { environment }).credential?.variable).toBe("AZURE_OPENAI_API_KEY");
  });

  it("Azure without a base says so; its version comes from card or environment", () => {
    expect(codeOf(() => resolve("azure", { environment: { AZURE_API_KEY: "k" } }))).toBe("base_url_missing");
    const environment = {
      AZURE_API_KEY: "k",
      AZURE_API_BASE: "https://x.openai.azure.com",
      AZURE_API_VERSION: "2024-10-21",
    };
    expect(resolve("azure", { environment }).apiVersion).toBe("2024-10-21");
  });

  it("appends /v1 once where LiteLLM does", () => {
    expect(resolve("ollama", { environment: { OLLAMA_API_BASE: "http://box:11434" } }).baseUrl).toBe(
      "http://box:11434/v1",
    );
    expect(
      resolve("mistral", { environment: { MISTRAL_API_KEY: "k", MISTRAL_API_BASE: "https://m.example/v1" } }).baseUrl,
    ).toBe("https://m.example/v1");
  });

  it.each(["ftp://x", "https://user:pw@x/v1", "not a url", "https://x/v1?key=1", "javascript:alert(1)"])(
    "refuses the base URL %s and does not repeat it",
    (baseUrl) => {
      let failure: unknown;
      try {
        resolve("openai", { cards: { openai: { baseUrl } } });
      } catch (error) {
        failure = error;
      }
      expect(failure).toBeInstanceOf(AppFailure);
      expect(JSON.stringify((failure as AppFailure).error)).not.toContain("pw@");
      expect((failure as AppFailure).error.code).toBe("base_url_invalid");
    },
  );
});
