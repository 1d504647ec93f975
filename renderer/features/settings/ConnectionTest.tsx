import type { LangfuseTest } from "@shared/contract/routes.ts";
import { CircleCheck } from "lucide-react";
import { plural } from "../../ui/figures.ts";
import { Notice } from "../../ui/Notice.tsx";

/** What a test found: whose keys these are, and what they may do. */
export function ConnectionTest({ test, saved }: { test: LangfuseTest; saved: boolean }) {
  const { projectName, organization, promptCount, serverVersion, writes } = test;
  return (
    <Notice tone={writes === false ? "warn" : "neutral"} icon={<CircleCheck aria-hidden="true" />}>
      {saved ? "Connected to " : "These keys open "}
      <b>{projectName}</b>
      {organization === undefined ? "" : ` of ${organization}`}, {plural(promptCount, "prompt")}
      {rights(writes)}
      {serverVersion === undefined ? "" : `, Langfuse ${serverVersion}`}.
    </Notice>
  );
}

function rights(writes: boolean | undefined): string {
  if (writes === undefined) return "";
  return writes ? ", read and write" : ", read only: prompts can be run and edited here, not saved there";
}
