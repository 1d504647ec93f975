import type { JsonObject } from "@shared/domain/json/json.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { useNewPrompt } from "../../stores/prompts/new-prompt.ts";
import { Chip } from "../../ui/Chip.tsx";
import { classNames } from "../../ui/class-names.ts";
import { plural } from "../../ui/figures.ts";
import { Note, NoteList } from "../../ui/NoteList.tsx";
import type { Begun, BegunContent } from "./begun-content.ts";
import styles from "./NewPrompt.module.css";

const longestShown = 2_000;
const mostShown = 40;
const roles = ["system", "user", "assistant"];

/** The right half of the dialog: what the prompt will be, and what of the request is not in it. */
export function BegunPreview({ begun }: { begun: Begun }) {
  const source = useNewPrompt((state) => state.source);
  return (
    <section className={styles["preview"]} aria-label="What it will be" aria-live="polite">
      {"reason" in begun ? (
        <p className={styles["reason"]}>{begun.reason}</p>
      ) : (
        <Content begun={begun} isBlank={source === "nothing"} />
      )}
    </section>
  );
}

function Content({ begun, isBlank }: { begun: BegunContent; isBlank: boolean }) {
  const { content, notes, recognised } = begun;
  const check = useNewPrompt((state) => state.check);
  const problems = (check?.problems ?? []).filter(({ path }) => path[0] !== "name");
  const items: readonly TemplateItem[] =
    typeof content.prompt === "string" ? [{ role: "text", content: content.prompt }] : content.prompt;
  if (isBlank) {
    return (
      <p className={styles["reason"]}>
        {content.type === "chat"
          ? "A system and a user message to type into. Write {{name}} for a variable."
          : "One text to type into. Write {{name}} for a variable."}
      </p>
    );
  }
  return (
    <>
      <Facts begun={begun} />
      {recognised === undefined ? null : <p className={styles["recognised"]}>Read as: {recognised}</p>}
      <NoteList label="What is different">
        {problems.map(({ message, severity }) => (
          <Difference key={message} tone={severity === "blocks" ? "bad" : "lost"} text={message} />
        ))}
        {notes.map(({ message, kind }) => (
          <Difference key={message} tone={kind} text={message} />
        ))}
      </NoteList>
      <ol className={styles["messages"]} aria-label="Messages">
        {items.slice(0, mostShown).map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other identity
          <li key={index} className={styles["message"]}>
            <Item item={item} />
          </li>
        ))}
      </ol>
      {items.length > mostShown ? (
        <p className={styles["reason"]}>and {plural(items.length - mostShown, "more message")}</p>
      ) : null}
    </>
  );
}

function Facts({ begun }: { begun: BegunContent }) {
  const { content } = begun;
  const config = content.config as JsonObject;
  const variables =
    typeof content.prompt === "string"
      ? listVariables([{ role: "user", content: content.prompt }]).variables
      : listVariables(content.prompt).variables;
  const settings = Object.keys(config).filter((key) => key !== "model");
  return (
    <div className={styles["facts"]}>
      <Chip>{content.type}</Chip>
      {typeof config["model"] === "string" ? <Chip mono>{config["model"]}</Chip> : null}
      {settings.length > 0 ? <Chip title={settings.join(", ")}>{plural(settings.length, "setting")}</Chip> : null}
      {variables.length > 0 ? (
        <Chip tone="variable" title={variables.join(", ")}>
          {plural(variables.length, "variable")}
        </Chip>
      ) : null}
    </div>
  );
}

function Item({ item }: { item: TemplateItem }) {
  if (item.type === "placeholder") {
    return (
      <>
        <span className={styles["role"]}>placeholder</span>
        <span className={styles["text"]}>{item.name}</span>
      </>
    );
  }
  const { role, content } = item;
  const text = content.length > longestShown ? `${content.slice(0, longestShown)}…` : content;
  return (
    <>
      <span className={classNames(styles["role"], roles.includes(role) && styles[role])}>{role}</span>
      <span className={styles["text"]}>{text}</span>
    </>
  );
}

const words = { bad: "Not possible:", lost: "Not taken:", changed: "Changed:" };

function Difference({ tone, text }: { tone: keyof typeof words; text: string }) {
  return (
    <Note tone={tone} word={words[tone]}>
      {text}
    </Note>
  );
}
