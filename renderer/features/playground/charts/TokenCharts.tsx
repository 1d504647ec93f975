import { useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { tickCount } from "../../../ui/chart/axis.ts";
import { figureCell, seriesLook, textCell } from "../../../ui/chart/chart-data.ts";
import { RowsChart } from "../../../ui/chart/RowsChart.tsx";
import type { ChartRow, RowPart } from "../../../ui/chart/row-layout.ts";
import { formatCount, plural } from "../../../ui/figures.ts";
import { Select } from "../../../ui/Select.tsx";
import { useFocusedVariant } from "../runs/use-variants.ts";
import styles from "./Charts.module.css";
import { type ContextShare, contextShare, toneOfRole } from "./context-share.ts";

/** More bars could not be told apart; the table has all. */
const mostMessages = 60;

interface CountedVariant {
  id: string;
  place: number;
  letter: string;
  model: string;
  share: ContextShare;
}

/** What each variant's request takes of its model's context, and which message takes it. */
export function TokenCharts() {
  const variants = useDraft((state) => state.draft.variants);
  const views = usePreview((state) => state.views);
  const focused = useFocusedVariant().id;
  const [chosen, setChosen] = useState(focused);
  const counted = variants.flatMap(({ id, name }, place): CountedVariant[] => {
    const preview = views[id]?.preview;
    const share = preview && contextShare(preview);
    if (!share) return [];
    return [{ id, place, letter: letterAt(place), model: name ?? preview.plan?.route.model ?? "no model", share }];
  });
  const shown = counted.find(({ id }) => id === chosen) ?? counted[0];
  if (!shown) return <p className={styles["note"]}>There is no request yet whose tokens could be counted.</p>;
  return (
    <>
      <p className={styles["note"]}>
        {shown.share.about
          ? "First figures by kinds of characters, until they are counted."
          : `Counted with ${shown.share.tokenizer}; other models count differently. Tools and pictures are not counted.`}
      </p>
      <div className={styles["card"]}>
        <ContextChart variants={counted} />
      </div>
      <div className={styles["card"]}>
        <MessageChart
          variant={shown}
          choice={
            counted.length > 1 && (
              <Select
                aria-label="Messages of"
                value={shown.id}
                options={counted.map(({ id, letter, model }) => ({ value: id, label: `${letter} · ${model}` }))}
                onChange={setChosen}
              />
            )
          }
        />
      </div>
    </>
  );
}

function ContextChart({ variants }: { variants: readonly CountedVariant[] }) {
  const known = variants.filter(({ share }) => share.context !== undefined);
  return (
    <RowsChart
      title="Of the model's context"
      summary={contextSummary(variants)}
      empty="How many tokens this model takes is in no list, so there is nothing to hold them against."
      rows={known.map(contextRow)}
      format={(share) => `${Math.round(share)} %`}
      limits={[{ at: 100, label: "as many as the model takes" }]}
      legend={legendOf(variants)}
      table={{
        columns: [
          { title: "Variant" },
          { title: "Model" },
          ...["Tokens", "Answer at most", "Context", "Share in %"].map((title) => ({ title, figures: true })),
        ],
        rows: variants.map(({ letter, model, share: { tokens, answer, context } }) => [
          textCell(letter),
          textCell(model),
          figureCell(tokens, formatCount),
          figureCell(answer, formatCount),
          figureCell(context, formatCount),
          figureCell(shareOf(tokens, context), percent),
        ]),
      }}
    />
  );
}

function shareOf(tokens: number | undefined, context: number | undefined): number | undefined {
  return tokens === undefined || context === undefined ? undefined : (tokens / context) * 100;
}

/** Small shares keep two figures, so that 0.3 % is not told as 0. */
function percent(share: number): string {
  return `${share >= 10 ? Math.round(share) : Number(share.toPrecision(2))} %`;
}

function contextSummary(variants: readonly CountedVariant[]): string {
  return variants
    .map(({ letter, share: { tokens, context, answer } }) => {
      const share = shareOf(tokens, context);
      if (tokens === undefined) return `${letter} is not counted.`;
      if (context === undefined || share === undefined)
        return `${letter} ${formatCount(tokens)} tokens, its context is not known.`;
      const over =
        tokens + (answer ?? 0) > context
          ? tokens > context
            ? ", more than fits"
            : ", more than fits with its answer"
          : "";
      return `${letter} ${formatCount(tokens)} of ${formatCount(context)}, ${percent(share)}${over}.`;
    })
    .join(" ");
}

function contextRow({ id, place, letter, model, share }: CountedVariant): ChartRow {
  const { messages, tokens, answer, context = 1 } = share;
  let at = 0;
  const stretch = (count: number) => {
    const from = at;
    at += (count / context) * 100;
    return { from, to: at };
  };
  const parts = messages.flatMap(({ number, role, tokens: own }): RowPart[] => {
    if (own === undefined) return [];
    return [
      {
        kind: "bar",
        key: `${id} ${number}`,
        text: `${letter}, message ${number}, ${role}\n${formatCount(own)} tokens, ${percent((own / context) * 100)}`,
        tone: toneOfRole(role),
        fill: fillOfRole(role),
        ...stretch(own),
      },
    ];
  });
  if (answer !== undefined) {
    parts.push({
      kind: "bar",
      key: `${id} answer`,
      text: `${letter}, the answer at most\n${formatCount(answer)} tokens, ${percent((answer / context) * 100)}`,
      tone: "base",
      fill: "hollow",
      ...stretch(answer),
    });
  }
  const all = shareOf(tokens, share.context);
  return {
    key: id,
    label: `${letter} ${model}`,
    look: seriesLook(place),
    figure: all === undefined ? undefined : percent(all),
    parts,
  };
}

/** Beside its colour: what the model wrote is light, what it is told is solid. */
function fillOfRole(role: string): "solid" | "light" {
  return role === "user" || role === "system" || role === "developer" ? "solid" : "light";
}

function legendOf(variants: readonly CountedVariant[]) {
  const roles = new Set(variants.flatMap(({ share }) => share.messages.map(({ role }) => role as string)));
  const hasAnswer = variants.some(({ share }) => share.answer !== undefined);
  return [
    ...[...roles].map((role) => ({
      kind: "bar" as const,
      title: role,
      tone: toneOfRole(role),
      fill: fillOfRole(role) as "solid" | "light" | "hollow",
    })),
    ...(hasAnswer
      ? [{ kind: "bar" as const, title: "the answer at most", tone: "base" as const, fill: "hollow" as const }]
      : []),
  ];
}

function MessageChart({
  variant: { id, letter, share },
  choice,
}: {
  variant: CountedVariant;
  choice: React.ReactNode;
}) {
  const { messages } = share;
  const largest = messages.reduce<(typeof messages)[number] | undefined>(
    (most, one) => ((one.tokens ?? 0) > (most?.tokens ?? 0) ? one : most),
    undefined,
  );
  return (
    <RowsChart
      title={`Tokens a message of ${letter}`}
      summary={[
        `${plural(messages.length, "message")}, ${share.tokens === undefined ? "not counted" : `${formatCount(share.tokens)} tokens`}.`,
        largest?.tokens === undefined || messages.length < 2
          ? ""
          : `The largest is number ${largest.number}, ${largest.role}, with ${formatCount(largest.tokens)}.`,
        messages.length > mostMessages ? `The first ${mostMessages} are drawn; all are in the table.` : "",
      ].join(" ")}
      empty="No message was counted."
      end={choice}
      rows={messages.slice(0, mostMessages).map(({ number, role, begins, tokens }) => ({
        key: `${number}`,
        label: `${number} ${role}`,
        aside: begins,
        figure: tokens === undefined ? "no figure" : formatCount(tokens),
        parts:
          tokens === undefined
            ? []
            : [
                {
                  kind: "bar",
                  key: `${id} ${number}`,
                  text: `Message ${number}, ${role}\n${formatCount(tokens)} tokens`,
                  tone: toneOfRole(role),
                  fill: fillOfRole(role),
                  from: 0,
                  to: tokens,
                },
              ],
      }))}
      format={tickCount}
      table={{
        columns: [{ title: "Message" }, { title: "Role" }, { title: "Begins" }, { title: "Tokens", figures: true }],
        rows: messages.map(({ number, role, begins, tokens }) => [
          { text: `${number}`, value: number },
          textCell(role),
          textCell(begins),
          figureCell(tokens, formatCount),
        ]),
      }}
    />
  );
}
