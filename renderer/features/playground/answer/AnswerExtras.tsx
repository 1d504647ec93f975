import type { AnswerSource, ServerStep } from "@shared/domain/run/answer-extras.ts";
import { hasExtras, picturesOf, serverStepsOf, sourcesOf } from "@shared/domain/run/answer-extras.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import { Check, ChevronRight, CircleDashed, X } from "lucide-react";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { formatCount } from "../../../ui/figures.ts";
import { InvisibleText } from "../text/InvisibleText.tsx";
import { LinkText } from "../text/LinkText.tsx";
import styles from "./AnswerExtras.module.css";

/** What the provider did for an answer: searches, code, tools of servers. They come before the words. */
export function AnswerSteps({ output }: { output: RunOutput }) {
  const steps = hasExtras(output) ? serverStepsOf(output) : [];
  if (steps.length === 0) return null;
  return (
    <ol className={styles["steps"]} aria-label="Steps of the provider">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only added, and have no name of their own
        <li key={index}>
          <Step step={step} />
        </li>
      ))}
    </ol>
  );
}

const icons = { completed: Check, failed: X, open: CircleDashed };
const tones = { completed: "ok", failed: "bad", open: "neutral" } as const;
const words = { completed: "done", failed: "failed", open: "no result yet" };

function Step({ step }: { step: ServerStep }) {
  const { name, asked, status, input, output, error, isCallers } = step;
  const shown = isCallers ? "open" : status;
  const Icon = icons[shown];
  return (
    <details className={styles["step"]}>
      <summary>
        {(input !== undefined || output !== undefined) && (
          <ChevronRight aria-hidden="true" size={14} className={styles["turn"]} />
        )}
        <Icon aria-hidden="true" size={14} className={styles[shown]} />
        <code>{name}</code>
        <span className={styles["asked"]}>
          <InvisibleText text={asked} />
        </span>
        <Chip tone={isCallers ? "warn" : tones[status]}>
          {isCallers ? "for the caller · not carried out here" : (error ?? words[status])}
        </Chip>
      </summary>
      {input !== undefined && (
        <CodeBlock text={asText(input)} language={languageOf(input)} label={`Input of ${name}`} />
      )}
      {output !== undefined && (
        <CodeBlock text={asText(output)} language={languageOf(output)} label={`Output of ${name}`} />
      )}
    </details>
  );
}

/** What only the provider can read is walls of letters; how much of it there is says enough. */
const encrypted = new Set(["encrypted_content", "encrypted_index", "encrypted_stdout"]);

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  const shown = (key: string, inner: unknown) =>
    encrypted.has(key) && typeof inner === "string" ? `(${formatCount(inner.length)} characters, encrypted)` : inner;
  return JSON.stringify(value, shown, 2);
}

function languageOf(value: unknown): "plain" | "json" {
  return typeof value === "string" ? "plain" : "json";
}

/** Where the words come from, numbered, and the pictures of an answer. They come behind the words. */
export function AnswerSources({ output }: { output: RunOutput }) {
  if (!hasExtras(output)) return null;
  const sources = sourcesOf(output);
  return (
    <>
      {picturesOf(output).map((url, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pictures are only added, and may be alike
        <Picture key={index} url={url} number={index + 1} />
      ))}
      {sources.length > 0 && (
        <section className={styles["sources"]} aria-label="Sources">
          <h3>Sources</h3>
          <ol>
            {sources.map((source) => (
              <li key={source.number} value={source.number} tabIndex={-1}>
                <Source source={source} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function Source({ source: { title, url, passages } }: { source: AnswerSource }) {
  return (
    <>
      {url === undefined ? <InvisibleText text={title} /> : <LinkText href={url}>{title}</LinkText>}
      {passages.map((passage) => (
        <blockquote key={passage}>
          <InvisibleText text={passage} />
        </blockquote>
      ))}
    </>
  );
}

/** A picture in the answer itself; one at an address of the web is not fetched, since that would tell of this machine. */
function Picture({ url, number }: { url: string; number: number }) {
  if (/^data:image\/(?:png|jpeg|webp|gif);base64,/.test(url)) {
    return <img className={styles["picture"]} src={url} alt={`Made by the model, ${number}`} />;
  }
  return (
    <p>
      <LinkText href={url}>Picture {number}</LinkText>
    </p>
  );
}
