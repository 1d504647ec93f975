import { readStoredRecord, recordVersion, upgradeRecord } from "@shared/domain/run/upgrade-record.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../history/sample-run.ts";

const { kind: _kind, ...sample } = sampleRun(1);
/** As a document was written before prompt libraries. */
const before = {
  ...sample,
  request: { ...sample.request, prompt: { source: "langfuse", name: "greet", label: "production" } },
  resolved: {
    ref: { source: "langfuse", name: "greet", label: "production" },
    prompt: { source: "langfuse", name: "greet", version: 31, type: "text", prompt: "Hi", config: {} },
    fetchedAt: 1,
    freshness: "network",
  },
};

describe("a run of before", () => {
  it("has a library, a text for its version and a kind", () => {
    const { request, resolved, kind } = readStoredRecord(before);
    expect(kind).toBe("generate");
    expect(request.prompt).toEqual({ library: "langfuse", name: "greet", label: "production" });
    expect(resolved?.ref).toEqual({ library: "langfuse", name: "greet", label: "production" });
    expect(resolved?.prompt).toMatchObject({ library: "langfuse", name: "greet", version: "31", prompt: "Hi" });
    expect(resolved?.prompt).not.toHaveProperty("source");
  });

  it("is otherwise as it was, also without a prompt", () => {
    const without = { ...sample, request: { ...sample.request, prompt: null } };
    expect(readStoredRecord(without)).toEqual({ kind: "generate", ...without });
  });

  it("one of this version is left alone", () => {
    const run = sampleRun(2);
    expect(readStoredRecord({ ...run, documentVersion: recordVersion })).toEqual(run);
  });

  it.each([[null], ["text"], [[]], [{ request: 3, resolved: [] }], [{ request: { prompt: "x" } }]])(
    "what has no form of ours is left to the check that follows: %j",
    (value) => {
      expect(() => upgradeRecord(value, 1)).not.toThrow();
    },
  );
});
