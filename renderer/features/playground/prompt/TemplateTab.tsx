import { closeDocument } from "@shared/domain/edit/editor-document.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { openBeside } from "../edit/open-reference.ts";
import { TemplateEditor } from "../edit/TemplateEditor.tsx";
import { TemplateText } from "../text/TemplateText.tsx";
import styles from "./TemplateTab.module.css";
import { promptText } from "./version-diff.ts";

const roles = ["system", "user", "assistant"];

/** The prompt's text: edited in place, or as a version has it while an edit of another one waits. */
export function TemplateTab({ prompt }: { prompt: PromptVersion }) {
  const aside = useEdits((state) => state.aside);
  const children = Object.values(prompt.resolutionGraph?.dependencies ?? {}).flat();
  const edited = () => {
    const now = useEdits.getState().open?.editing.now;
    return now && !aside ? closeDocument(now).prompt : prompt.prompt;
  };
  const includes = children.length > 0 && (
    <p className={styles["hint"]}>
      Includes{" "}
      {children.map(({ id, name, version }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <button
            type="button"
            className={styles["link"]}
            title={`Open ${name}`}
            onClick={() => openBeside(name, { version: String(version) })}
          >
            {name} {versionLabel(String(version))}
          </button>
        </span>
      ))}
    </p>
  );
  if (aside) {
    return (
      <div className={styles["stored"]}>
        <p className={styles["hint"]}>Stored text of {versionName(prompt.version)}</p>
        <StoredTemplate prompt={prompt} />
        {includes}
      </div>
    );
  }
  return (
    <div className={styles["template"]}>
      <TemplateEditor end={<CopyButton text={() => promptText(edited())} label="Copy the template" />}>
        {includes}
      </TemplateEditor>
    </div>
  );
}

/** As the library stores it, with variables and references to other prompts marked, nothing resolved. */
function StoredTemplate({ prompt }: { prompt: PromptVersion }) {
  return (
    <>
      {typeof prompt.prompt === "string" ? (
        <p className={styles["text"]}>
          <TemplateText words={[{ text: prompt.prompt }]} />
        </p>
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
                <p className={styles["text"]}>
                  <TemplateText words={[{ text: item.content }]} />
                </p>
              </>
            )}
          </section>
        ))
      )}
    </>
  );
}
