import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { CopyButton } from "./CopyButton.tsx";
import styles from "./ErrorCard.module.css";

interface ErrorCardProps {
  /** What failed, in one line. */
  title: string;
  /** What to do. */
  text?: string | undefined;
  /** Where it failed: template, config, network, provider, stream … */
  stage?: string | undefined;
  /** The other side's own words, shown verbatim. */
  detail?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
  /** Buttons that lead out; the most likely first. */
  actions?: ReactNode;
}

/** A failure, standing where the result would have stood. */
export function ErrorCard({ title, text, stage, detail, status, requestId, actions }: ErrorCardProps) {
  const titleId = useId();
  const facts = [stage && `Stage: ${stage}`, status && `HTTP ${status}`].filter(Boolean).join(" · ");
  return (
    <section className={styles["card"]} role="alert" aria-labelledby={titleId}>
      <h3 id={titleId} className={styles["title"]}>
        <CircleAlert aria-hidden="true" />
        <span>{title}</span>
      </h3>
      {text === undefined ? null : <p className={styles["text"]}>{text}</p>}
      {detail === undefined || detail === "" ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <pre className={styles["detail"]} tabIndex={0}>
          {detail}
        </pre>
      )}
      {facts === "" && requestId === undefined ? null : (
        <p className={styles["facts"]}>
          {facts}
          {requestId === undefined ? null : (
            <span className={styles["request"]}>
              <code>{requestId}</code>
              <CopyButton text={requestId} label="Copy request id" />
            </span>
          )}
        </p>
      )}
      {actions === undefined ? null : <div className={styles["actions"]}>{actions}</div>}
    </section>
  );
}
