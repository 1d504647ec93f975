import { appError } from "@shared/domain/error/app-failure.ts";
import { expect, it } from "vitest";
import { tellError } from "../../../../electron/hosts/cli/tell-failure.ts";
import type { Terminal } from "../../../../electron/hosts/cli/terminal.ts";

// “Wait until the time it names” stood there without the time.
it("a refusal says how long the provider asks to wait, in whole seconds, and what to ask its support about", () => {
  const lines: string[] = [];
  const terminal = {
    note: (text: string) => void lines.push(text),
    paintNote: (_colour: string, text: string) => text,
  };
  const error = appError("provider_rate_limited", { retryAfterMs: 59_001, requestId: "req_1" });
  tellError(error, terminal as unknown as Terminal);
  expect(lines.join("\n")).toMatch(/\n {2}retry after: 60 s\n {2}request id: req_1$/);
});
