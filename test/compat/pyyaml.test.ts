import { execFileSync } from "node:child_process";
import { describe, inject } from "vitest";
import { testWrittenConfigs } from "../unit/litellm/written-config.ts";

/** Dates and the like would come out as something else than the text they were. */
const script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read()), default=repr))";

const python = inject("pythons").litellm;

describe.skipIf(python === "")("PyYAML, as LiteLLM uses it", () => {
  testWrittenConfigs("PyYAML", (text) =>
    JSON.parse(execFileSync(python, ["-c", script], { input: text, encoding: "utf8" })),
  );
});
