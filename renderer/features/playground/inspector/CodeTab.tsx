import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { useMemo } from "react";
import { useInspector } from "../../../stores/run/inspector.ts";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Select } from "../../../ui/Select.tsx";
import { codeForms } from "./code-forms.ts";
import styles from "./Inspector.module.css";

interface CodeTabProps {
  exchange: Exchange;
  /** Absent for a request to Langfuse. */
  plan: RequestPlan | undefined;
}

/** The request as a command or a program, with environment variables in place of keys. */
export function CodeTab({ exchange, plan }: CodeTabProps) {
  const language = useInspector((state) => state.language);
  const setLanguage = useInspector((state) => state.setLanguage);
  const form = codeForms.find(({ id }) => id === language) ?? codeForms[0];
  const written = useMemo(() => form?.write({ exchange, plan }), [form, exchange, plan]);
  if (!form || !written) return null;
  return (
    <div className={styles["tab"]}>
      <div className={styles["controls"]}>
        <Select
          aria-label="Language"
          className={styles["select"]}
          value={form.id}
          options={codeForms.map(({ id, label }) => ({ value: id, label }))}
          onChange={setLanguage}
        />
        {"code" in written && <CopyButton text={written.code} label="Copy the code" />}
      </div>
      {"code" in written ? (
        <CodeBlock text={written.code} label={`Request as ${form.label}`} />
      ) : (
        <p className={styles["about"]}>{written.unavailable}</p>
      )}
    </div>
  );
}
