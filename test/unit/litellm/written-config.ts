import { exportConfig } from "@engine/gateway/app/export-config.ts";
import type { PromptLibrary } from "@engine/libraries/library.ts";
import { writeConfig } from "@engine/litellm/write-config.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";
import { runRequest } from "../../conformance/engine/open-engine.ts";

/** What YAML 1.1 takes for something else when it is not quoted, and what breaks out of a plain value. */
const texts = [
  ...["no", "Yes", "ON", "off", "y", "n", "true", "~", "null", "", " ", "=", "<<"],
  ...["012", "0o17", "0x1f", "1_000", "1e3", "1.5", "-.inf", ".nan", "1:30", "190:20:30", "2024-10-21", "+1"],
  ...["2024-10-21T10:00:00Z", "- item", "key: value", "a #comment", "# comment", "&anchor", "*alias", "!tag", "%x"],
  ...["@at", "`tick`", "{{movie}}", "{a: 1}", "[1]", "'single'", '"double"', "back\\slash", "? x", "| x", "> x", "---"],
  ...["two\nlines", "ends\n", "\n\nbegins", "trailing  \n  space ", "\ttab", "a\r\nb", "zero\u0000byte", "\u0085next"],
  ...["\u2028line", "\u00a0space", "\ufeffmark", "é e\u0301", "👩‍👩‍👧", "x".repeat(300), "os.environ/NAME"],
];

/** Writes configs and has them read by another YAML reader: whatever reads them must find the values that were written. */
export function testWrittenConfigs(reader: string, read: (text: string) => unknown): void {
  describe(`a written config, read by ${reader}`, () => {
    it("gives every text, number and key back as it was", () => {
      const data = {
        texts,
        keys: Object.fromEntries(texts.filter((text) => text !== "<<").map((text, index) => [text, index])),
        numbers: [0, -1, 1.5, 1e-7, 1e21, -2.5e-10, 123456789012],
        others: [true, false, null, [], {}, [[]], [{ a: [] }]],
      };
      expect(read(writeConfig(data))).toEqual(data);
    });

    it("an exported playground has the values that were typed", async () => {
      const variables: JsonObject = Object.fromEntries(texts.map((text, index) => [`v${index}`, text]));
      const nothing = () => Promise.reject(new AppFailure("prompt_not_found"));
      const library: PromptLibrary = {
        id: "langfuse",
        label: "Langfuse",
        can: { labels: true, versions: true, write: false },
        list: nothing,
        get: nothing,
        versions: nothing,
      };
      const request = runRequest({
        prompt: { library: "langfuse", name: "no", version: "3" },
        variables,
        placeholders: { history: [{ role: "user", content: "1:30" }] },
        modelOverride: "openai/gpt-4o",
        overrides: { temperature: 1e-7, stop: ["no", "---"] },
      });
      const ports = {
        libraries: { find: () => library, open: () => library },
        providers: builtInProviders,
        findEndpoint: () => {
          throw new AppFailure("credential_missing");
        },
      };
      const { text } = await exportConfig([{ name: "A", request }], ports, { signal: new AbortController().signal });
      expect(read(text)).toMatchObject({
        model_list: [
          {
            model_name: "no",
            litellm_params: {
              prompt_id: "no",
              prompt_version: 3,
              prompt_variables: { ...variables, history: [{ role: "user", content: "1:30" }] },
              temperature: 1e-7,
              stop: ["no", "---"],
            },
          },
          { model_name: "openai/gpt-4o", litellm_params: { api_key: "os.environ/OPENAI_API_KEY" } },
        ],
      });
    });
  });
}
