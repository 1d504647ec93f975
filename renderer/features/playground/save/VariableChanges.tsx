import type { PromptVersion, TemplateFormat } from "@shared/domain/prompt/prompt.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { TriangleAlert } from "lucide-react";
import { Notice } from "../../../ui/Notice.tsx";
import { GatewayCalls } from "./GatewayCalls.tsx";

interface VariableChangesProps {
  before: PromptVersion["prompt"];
  after: PromptVersion["prompt"];
  /** What the texts are written in, where that is not Langfuse's. */
  format: TemplateFormat | undefined;
}

/** Names that callers have to send from now on, and names they send for nothing. It warns and blocks nothing. */
export function VariableChanges({ before, after, format }: VariableChangesProps) {
  const [from, to] = [before, after]
    .map((text) => listVariables(text, format))
    .map(({ variables, placeholders }) => [...variables, ...placeholders]);
  const added = (to ?? []).filter((name) => !from?.includes(name));
  const lost = (from ?? []).filter((name) => !to?.includes(name));
  if (added.length + lost.length === 0) return null;
  return (
    <Notice tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
      {added.length > 0 && (
        <>
          <b>It asks for {added.join(", ")}, which is new.</b> Callers that do not send it pass the tag to the model as
          text.{" "}
        </>
      )}
      {lost.length > 0 && <>It no longer asks for {lost.join(", ")}: what callers send for it goes nowhere. </>}
      <GatewayCalls added={added} lost={lost} />
    </Notice>
  );
}
