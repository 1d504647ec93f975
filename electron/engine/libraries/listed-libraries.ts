import { demoFacts } from "./demo/facts.ts";
import { langfuseFacts } from "./langfuse/facts.ts";

/** The registered libraries without their code, for what must start quickly; a test holds the two lists together. */
export const listedLibraries = [langfuseFacts, demoFacts] as const;
