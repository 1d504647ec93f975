import { ChartNoAxesColumn } from "lucide-react";
import type { PreviewView } from "../../../stores/draft/preview.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { formatCount, plural } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { PanelHeader } from "../../../ui/PanelHeader.tsx";
import { VisuallyHidden } from "../../../ui/VisuallyHidden.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { WarningList } from "../errors/WarningList.tsx";
import { MessageCard } from "../messages/MessageCard.tsx";
import styles from "./FormattedMessages.module.css";

/** The messages as they will be sent by the focused variant. */
export function FormattedMessages({ view }: { view: PreviewView | undefined }) {
  const compiled = view?.preview?.compiled;
  const error = view?.error ?? (compiled ? null : view?.preview?.error);
  return (
    <section className={styles["region"]} aria-labelledby="formatted-messages" aria-busy={view === undefined}>
      <PanelHeader title="Formatted messages" id="formatted-messages">
        {view?.preview && <Summary preview={view.preview} />}
      </PanelHeader>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles["scroll"]} aria-label="Messages to be sent" tabIndex={0}>
        {error && <PreviewError error={error} />}
        {compiled && compiled.messages.length > 0 && (
          <div className={styles["messages"]}>
            {compiled.messages.map((message, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
              <MessageCard key={index} compiled={message} />
            ))}
          </div>
        )}
        {compiled?.unresolvedPlaceholders.map((name) => (
          <p key={name} className={styles["gap"]}>
            Placeholder {name} has no messages
          </p>
        ))}
        <WarningList warnings={view?.preview?.warnings ?? []} />
      </section>
    </section>
  );
}

function Summary({ preview }: { preview: NonNullable<PreviewView["preview"]> }) {
  const estimate = preview.tokenEstimate;
  const blind = useCompare((state) => state.blind !== null);
  if (!preview.compiled) return null;
  const messages = plural(preview.compiled.messages.length, "message");
  if (!estimate) return <Chip>{messages}</Chip>;
  return (
    <>
      <Chip
        title={
          estimate.about
            ? `${messages}; a first figure by ${estimate.tokenizer}, until they are counted.`
            : `${messages}; an estimate, counted with the tokenizer ${estimate.tokenizer}; other models count differently.`
        }
      >
        <VisuallyHidden>{messages}, </VisuallyHidden>
        {estimate.about ? "about " : "≈"}
        {formatCount(estimate.tokens)} tokens est.
      </Chip>
      {!blind && (
        <IconButton
          size="small"
          label="Tokens a message, and of the model's context"
          icon={<ChartNoAxesColumn aria-hidden="true" />}
          onClick={() => useCompare.getState().set({ charts: "tokens" })}
        />
      )}
    </>
  );
}
