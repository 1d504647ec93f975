import type { JsonValue } from "@shared/domain/json/json.ts";
import { toOpenAiTools } from "@shared/domain/message/tool-definitions.ts";
import { Plus } from "lucide-react";
import { Button } from "../../../ui/Button.tsx";
import { ToolFields } from "../parameters/ToolFields.tsx";
import { newTool, type ToolForm, toolDefinitions, toolForms } from "../parameters/tool-form.ts";
import styles from "./ConfigFields.module.css";
import type { ConfigFieldsProps } from "./ConfigFields.tsx";

/** The tools of a config. Only the one that is changed is written anew: the others keep the form they were stored in. */
export function ConfigTools({ tools, onSet }: { tools: JsonValue | undefined; onSet: ConfigFieldsProps["onSet"] }) {
  if (tools !== undefined && !Array.isArray(tools)) {
    return <p className={styles["note"]}>`tools` is no list: it is edited in the JSON below.</p>;
  }
  const list = tools ?? [];
  const put = (next: JsonValue[]) => onSet("tools", next.length === 0 ? undefined : next);
  const written = (form: ToolForm | JsonValue): JsonValue[] => toolDefinitions([form]) as JsonValue[];
  return (
    <>
      {list.map((tool, index) => (
        <ToolFields
          // biome-ignore lint/suspicious/noArrayIndexKey: tools have no identity but their place
          key={index}
          place={index + 1}
          tool={toolForms([tool])[0] ?? tool}
          onChange={(form) => put(list.toSpliced(index, 1, ...written(form)))}
          onRemove={() => put(list.toSpliced(index, 1))}
        />
      ))}
      {toOpenAiTools(list).problems.map((problem) => (
        <p key={problem} className={styles["problem"]}>
          {problem}
        </p>
      ))}
      <span>
        <Button
          size="small"
          icon={<Plus aria-hidden="true" size={14} />}
          onClick={() => put([...list, ...written(newTool)])}
        >
          Add a tool
        </Button>
      </span>
    </>
  );
}
