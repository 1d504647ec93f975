import type { FoundPlace } from "@shared/domain/edit/change-document.ts";
import type { Card } from "@shared/domain/edit/editor-document.ts";
import type { TemplateItem, TemplateMessage } from "@shared/domain/prompt/prompt.ts";
import { jinjaNames } from "@shared/domain/template/jinja-names.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { Braces, Plus, Search } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { listedIn, useLibrary } from "../../../stores/prompts/library.ts";
import { useNewPrompt } from "../../../stores/prompts/new-prompt.ts";
import { Button } from "../../../ui/Button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import type { CodeReach } from "../../../ui/code/CodeEditor.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { completeTemplate, type TokenFacts, templateTokens } from "./editor-tokens.ts";
import { FindBar } from "./FindBar.tsx";
import { type CardTools, MessageCardEditor } from "./MessageCardEditor.tsx";
import { openReference } from "./open-reference.ts";
import { PlaceholderCard } from "./PlaceholderCard.tsx";
import styles from "./TemplateEditor.module.css";
import { undoAttribute } from "./undo-actions.ts";
import { useCardDrag } from "./use-card-drag.ts";
import { type CardFocus, useCardFocus } from "./use-card-focus.ts";
import { useChanges } from "./use-changes.ts";
import { useFields } from "./use-fields.ts";

/**
 * The prompt's text, editable where it is read. The first change makes an edit. It scrolls below what searches it.
 * @param end stands at the end of the line below the text; children below that.
 */
export function TemplateEditor({ end, children }: { end?: ReactNode; children?: ReactNode }) {
  const document = useEdits((state) => state.open?.editing.now);
  const given = useEdits((state) => state.given);
  const changes = useChanges();
  const [finding, setFinding] = useState(false);
  const texts = useRef(new Map<number, CodeReach>());
  const list = useRef<HTMLDivElement>(null);
  const startFinding = () => setFinding(true);
  const focus = useCardFocus(document?.cards, texts.current, list);
  const { change } = focus;
  const { tools, tokensKey } = useCardTools(texts.current, focus, startFinding);
  const showFound = useCallback((place: FoundPlace | null, length: number) => {
    for (const [card, text] of texts.current) {
      text.show(card === place?.card ? { from: place.at, to: place.at + length } : null);
    }
  }, []);
  useFocusOfBegun(texts.current);
  const drag = useCardDrag(list, document?.cards ?? [], change);
  if (!document) return null;
  const { cards, type } = document;
  return (
    <>
      {finding && (
        <FindBar
          document={document}
          onShow={showFound}
          onChange={change}
          onClose={(place, length) => {
            setFinding(false);
            const [first] = cards;
            if (place) texts.current.get(place.card)?.focus(place.at, place.at + length);
            else if (first) texts.current.get(first.id)?.focus();
          }}
        />
      )}
      <div ref={list} className={styles["cards"]} {...{ [undoAttribute]: "document" }} {...drag.handlers}>
        {cards.map((card, place) => (
          <div
            key={card.id}
            className={classNames(styles["place"], styles[drag.markOf(card.id) ?? ""])}
            data-card={card.id}
          >
            <GoneItems items={changes.gone.filter(({ before }) => before === place).map(({ item }) => item)} />
            {isMessage(card) ? (
              <MessageCardEditor
                card={card}
                place={place}
                isMessage={type === "chat"}
                marks={changes.marks.get(card.id)}
                isNew={changes.added.has(card.id)}
                tokensKey={tokensKey}
                given={given}
                tools={tools}
              />
            ) : (
              <PlaceholderCard
                id={card.id}
                name={"name" in card.item ? card.item.name : ""}
                place={place}
                isNew={changes.added.has(card.id)}
                isLast={place === cards.length - 1}
                change={change}
              />
            )}
          </div>
        ))}
        <GoneItems items={changes.gone.filter(({ before }) => before >= cards.length).map(({ item }) => item)} />
        <div className={styles["foot"]}>
          {type === "chat" && (
            <>
              <Button
                size="small"
                variant="ghost"
                icon={<Plus aria-hidden="true" />}
                onClick={() => change({ do: "add-message" })}
              >
                Message
              </Button>
              <Button
                size="small"
                variant="ghost"
                icon={<Braces aria-hidden="true" />}
                onClick={() => change({ do: "add-placeholder", name: freeName(cards) })}
              >
                Placeholder
              </Button>
            </>
          )}
          <IconButton
            size="small"
            label="Find and replace"
            shortcut="mod+f"
            icon={<Search aria-hidden="true" />}
            onClick={startFinding}
          />
          <span className={styles["hint"]}>{"Type {{ for a variable"}</span>
          {end}
        </div>
        {children}
      </div>
    </>
  );
}

/** A prompt that was just begun is written into at once: its last message, which is the user's, has the focus. */
function useFocusOfBegun(texts: Map<number, CodeReach>) {
  const begun = useNewPrompt((state) => state.begun);
  const open = useEdits((state) => state.open);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it looks at
  useEffect(() => focusBegun(texts), [begun, open, texts]);
}

function focusBegun(texts: Map<number, CodeReach>): void {
  const { begun } = useNewPrompt.getState();
  const { open } = useEdits.getState();
  const last = begun !== null && open?.key === begun ? open.editing.now.cards.at(-1) : undefined;
  const text = last && texts.get(last.id);
  if (!text) return;
  text.focus(0);
  useNewPrompt.setState({ begun: null });
}

/** What all cards share: the same object while one types, over what is known of names and prompts by then. */
function useCardTools(texts: Map<number, CodeReach>, { change, settle }: CardFocus, onFind: () => void) {
  const { values, variables, mode } = useFields();
  const open = useDraft((state) => state.draft.openPrompt);
  const prompts = useLibrary((state) => listedIn(state, open)?.list?.prompts);
  const stored = useEdits((state) => state.open?.stored);
  const { facts, complete, tokensKey } = useMemo(() => {
    const names = new Set(prompts?.map(({ name }) => name));
    const before = new Set(stored ? listVariables(stored.prompt, mode).variables : []);
    const asked = new Set(variables);
    const facts: TokenFacts = {
      hasValue: (name) => Object.hasOwn(values.variables, name),
      isNew: (name) => stored != null && !before.has(name),
      hasPrompt: (name) => (prompts ? names.has(name) : undefined),
      ...(mode === "python" ? {} : { unsetIs: "sent as nothing" }),
      ...(mode === "jinja2" ? { namesIn: (tag: string) => jinjaNames(tag).filter((name) => asked.has(name)) } : {}),
    };
    const known = [...new Set([...variables, ...Object.keys(values.variables)])];
    const tokensKey = JSON.stringify([Object.keys(values.variables), [...before], prompts?.length, mode]);
    return { facts, complete: completeTemplate(known, prompts ?? []), tokensKey };
  }, [values, variables, mode, prompts, stored]);
  const latest = useRef({ facts, complete, onFind });
  useLayoutEffect(() => {
    latest.current = { facts, complete, onFind };
  });
  const tools = useMemo((): CardTools => {
    const { undo, redo } = useEdits.getState();
    return {
      change,
      onFind: () => latest.current.onFind(),
      reach(card, text) {
        if (text) texts.set(card, text);
        else texts.delete(card);
        if (!text) return;
        settle();
        focusBegun(texts);
      },
      onUndo: undo,
      onRedo: redo,
      tokensOf: (text) => templateTokens(text, latest.current.facts),
      complete: (before) => latest.current.complete(before),
      onOpen: openReference,
    };
  }, [texts, change, settle]);
  return { tools, tokensKey };
}

/** Messages of the version that the edit has taken out, a thin line each. */
function GoneItems({ items }: { items: readonly TemplateItem[] }) {
  return items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines without a state of their own
    <p key={index} className={styles["gone"]}>
      <span className={styles["sign"]}>−</span>
      <del>
        {item.type === "placeholder" ? `placeholder ${item.name}` : `${item.role}: ${item.content.slice(0, 200)}`}
      </del>
    </p>
  ));
}

function isMessage(card: Card): card is Card & { item: TemplateMessage } {
  return card.item.type !== "placeholder";
}

function freeName(cards: readonly Card[]): string {
  const taken = new Set(cards.map(({ item }) => (item.type === "placeholder" ? item.name : "")));
  for (let number = 1, name = "history"; ; number += 1, name = `history_${number}`) {
    if (!taken.has(name)) return name;
  }
}
