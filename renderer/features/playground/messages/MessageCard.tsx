import type { CompiledMessage, TextSegment } from "@shared/domain/prompt/compiled.ts";
import { memo, useState } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { formatCount } from "../../../ui/figures.ts";
import { JsonView } from "../../../ui/JsonView.tsx";
import { InvisibleText } from "../text/InvisibleText.tsx";
import styles from "./MessageCard.module.css";

const shownCharacters = 1200;
const roles = ["system", "user", "assistant"];

/** A message as it will be or was sent: its role, what put it there, and its text with the variables marked. */
export const MessageCard = memo(function MessageCard({ compiled }: { compiled: CompiledMessage }) {
  const { message, origin, segments } = compiled;
  const role = roles.includes(message.role) ? message.role : "other";
  return (
    <article className={styles["card"]} aria-label={`${message.role} message`}>
      <h3 className={classNames(styles["role"], styles[role])}>
        {message.role}
        {origin.kind === "placeholder" && <span className={styles["origin"]}> · placeholder {origin.name}</span>}
        {origin.kind === "client" && <span className={styles["origin"]}> · appended by the call</span>}
      </h3>
      <MessageContent message={message} segments={segments} />
      {message.tool_calls && <JsonView value={message.tool_calls} label="Tool calls" />}
    </article>
  );
});

function MessageContent({
  message,
  segments,
}: {
  message: CompiledMessage["message"];
  segments: TextSegment[] | undefined;
}) {
  if (typeof message.content === "string" || segments) {
    const parts = segments ?? [{ kind: "text" as const, text: String(message.content) }];
    if (parts.every((part) => part.text === "")) return <p className={styles["empty"]}>empty</p>;
    return (
      <p className={styles["text"]} dir="auto">
        {parts.map((segment, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: segments have no identity but their place
          <Segment key={index} segment={segment} />
        ))}
      </p>
    );
  }
  if (message.content === null || message.content === undefined) return null;
  return <JsonView value={message.content} label="Content" />;
}

function Segment({ segment }: { segment: TextSegment }) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && segment.text.length > shownCharacters;
  const text = <InvisibleText text={cut ? segment.text.slice(0, shownCharacters) : segment.text} />;
  const rest = cut && (
    <button type="button" className={styles["more"]} onClick={() => setWhole(true)}>
      … {formatCount(segment.text.length - shownCharacters)} more characters
    </button>
  );
  if (segment.kind === "text") {
    return (
      <>
        {text}
        {rest}
      </>
    );
  }
  const hints = {
    variable: `Variable ${segment.name}`,
    missing: `Variable ${segment.name} is not set`,
    section: `Section ${segment.name}`,
  };
  return (
    <mark className={styles[segment.kind]} title={hints[segment.kind]}>
      {segment.kind === "missing" && segment.text === "" ? `{{${segment.name}}} → nothing` : text}
      {rest}
    </mark>
  );
}
