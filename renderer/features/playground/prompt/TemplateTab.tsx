import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { InvisibleText } from "../text/InvisibleText.tsx";
import styles from "./TemplateTab.module.css";
import { splitTemplate } from "./template-parts.ts";
import { promptText } from "./version-diff.ts";

const roles = ["system", "user", "assistant"];

/** The prompt as Langfuse stores it, with variables and references to other prompts marked, nothing resolved. */
export function TemplateTab({ prompt }: { prompt: PromptVersion }) {
  const children = Object.values(prompt.resolutionGraph?.dependencies ?? {}).flat();
  return (
    <div className={styles["template"]}>
      <div className={styles["top"]}>
        <p className={styles["hint"]}>Stored text of v{prompt.version}</p>
        <CopyButton text={() => promptText(prompt.prompt)} label="Copy the template" />
      </div>
      {typeof prompt.prompt === "string" ? (
        <TemplateText text={prompt.prompt} />
      ) : (
        prompt.prompt.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of one immutable version never move
          <section key={index} className={styles["item"]}>
            {item.type === "placeholder" ? (
              <p className={styles["placeholder"]}>placeholder · {item.name}</p>
            ) : (
              <>
                <h2 className={classNames(styles["role"], roles.includes(item.role) && styles[item.role])}>
                  {item.role}
                </h2>
                <TemplateText text={item.content} />
              </>
            )}
          </section>
        ))
      )}
      {children.length > 0 && (
        <p className={styles["hint"]}>
          Includes {children.map((child) => `${child.name} v${child.version}`).join(", ")}
        </p>
      )}
    </div>
  );
}

function TemplateText({ text }: { text: string }) {
  let offset = 0;
  return (
    <p className={styles["text"]}>
      {splitTemplate(text).map((part) => {
        const key = offset;
        offset += part.text.length;
        if (part.kind === "text") return <InvisibleText key={key} text={part.text} />;
        return (
          <mark key={key} className={styles[part.kind]}>
            {part.text}
          </mark>
        );
      })}
    </p>
  );
}
