import { tableOfRecords } from "@shared/domain/experiment/setup/dataset-table.ts";
import { emptySetup, type SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { useExperimentView } from "../experiment-view.ts";
import { sampleTickets } from "./sample-tickets.ts";
import { type SetupContent, useSetup } from "./setup.ts";

const prompt = { demo: "support/triage-ticket" } as const;

const draft: SetupDraft = {
  ...emptySetup,
  name: "Sample: sorting tickets",
  chosen: {
    columns: { kind: "facet", language: "metadata" },
    fixed: { categories: "billing, delivery, returns, account, technical, other" },
  },
  variants: [
    { id: "v1", prompt: { ...prompt, version: "2" }, parameters: {} },
    { id: "v2", prompt: { ...prompt, version: "1" }, parameters: {} },
    { id: "v3", prompt: { ...prompt, version: "2" }, model: "demo/reasoner", parameters: {} },
  ],
  base: "v1",
  evaluators: [
    { id: "e1", evaluator: { type: "regex", name: "has a table", value: "^\\|[\\s\\S]*\\| ---", flags: "m" } },
    {
      id: "e2",
      evaluator: { type: "contains", name: "names what it is about", value: "{{expected}}", ignore_case: true },
    },
    { id: "e3", evaluator: { type: "length", name: "short enough", unit: "words", pass: "<= 120" } },
  ],
  // Sample answers come from this machine, one at a time unless told.
  limits: { ...emptySetup.limits, concurrency: 8 },
  sample: true,
};

/** The sample experiment: invented rows, sample prompts and sample models, which need no key and no network. */
function sampleSetup(): SetupContent {
  const records = sampleTickets.map(([ticket, expected, kind, language]) => ({ ticket, expected, kind, language }));
  return { draft, table: tableOfRecords(records, { source: "sample", name: "Sample tickets", readAt: Date.now() }) };
}

/** Puts the sample in place of what is set up, which can be brought back, and shows it. */
export async function openSample(): Promise<void> {
  await useSetup.getState().load();
  useSetup.getState().replace(sampleSetup(), "The sample experiment");
  useExperimentView.getState().startNew();
}
