import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import type { HistoryFilter, SentNames } from "@shared/domain/run/history.ts";
import { useEffect } from "react";
import { useApp } from "../../../stores/app.ts";
import { useHistory } from "../../../stores/history/history.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { createQuery } from "../../../stores/query.ts";
import { plural } from "../../../ui/figures.ts";
import styles from "./SaveDialog.module.css";

/** The newest calls that are looked at. */
const mostCalls = 200;

const useSentNames = createQuery("history.sentNames");

interface GatewayCallsProps {
  /** Names that are asked for from now on. */
  added: readonly string[];
  /** Names that are not asked for any more. */
  lost: readonly string[];
}

/** How many kept calls of the gateway do not send what is new, and send what is not asked for any more. */
export function GatewayCalls({ added, lost }: GatewayCallsProps) {
  const base = useEdits(({ open }) => open?.base);
  const { answer, ask } = useSentNames();
  const filter = base && filterOf(base);
  const asked = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for is the prompt, whatever object names it
  useEffect(() => {
    if (!filter) return;
    const stop = new AbortController();
    useSentNames.setState({ answer: null });
    void ask({ filter, most: mostCalls }, stop.signal);
    return () => stop.abort();
  }, [asked, ask]);
  if (!filter || !answer) return null;
  if (answer.runs === 0) return <>No gateway call of this prompt is kept here.</>;
  return (
    <>
      {callsText(answer, added, lost)}{" "}
      <button type="button" className={styles["link"]} onClick={() => showCalls(filter)}>
        Show them
      </button>
    </>
  );
}

function filterOf({ library, connection, name }: PromptIdentity): HistoryFilter {
  return {
    gateway: true,
    promptLibrary: library,
    promptName: name,
    ...(connection === undefined ? {} : { promptConnection: connection, orUnplaced: true }),
  };
}

/** The calls in the history; the edit stays as it is. */
function showCalls(filter: HistoryFilter): void {
  useSaving.getState().close();
  useHistory.getState().clearFilter();
  useHistory.getState().setFilter(filter);
  useApp.getState().show("history");
}

function callsText({ runs, names }: SentNames, added: readonly string[], lost: readonly string[]): string {
  const sending = (name: string) => names[name] ?? 0;
  const come = (count: number, how: string) => `${count} ${count === 1 ? "comes" : "come"} ${how}`;
  const parts = [
    ...added.map((name) => come(runs - sending(name), `without ${name}`)),
    ...lost.map((name) => come(sending(name), `with ${name}`)),
  ];
  return `Of ${runs === mostCalls ? "the newest " : ""}${plural(runs, "kept gateway call")} ${parts.join(", ")}.`;
}
