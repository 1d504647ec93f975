import { parse } from "yaml";
import { testWrittenConfigs } from "./written-config.ts";

// LiteLLM reads with PyYAML, which `npm run compat` asks; this is the same version of YAML by another reader.
testWrittenConfigs("the yaml package in YAML 1.1 mode", (text) => parse(text, { version: "1.1" }));
