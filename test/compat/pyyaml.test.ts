import { execFileSync } from "node:child_process";
import { describe } from "vitest";
import { testWrittenConfigs } from "../unit/litellm/written-config.ts";
import { hasPython } from "./has-python.ts";

/** Dates and the like would come out as something else than the text they were. */
const script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read()), default=repr))";

describe.skipIf(!hasPython("yaml"))("PyYAML, as LiteLLM uses it", () => {
  testWrittenConfigs("PyYAML", (text) =>
    JSON.parse(execFileSync("python3", ["-c", script], { input: text, encoding: "utf8" })),
  );
});
