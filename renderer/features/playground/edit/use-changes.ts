import { compareConfigs } from "@shared/domain/diff/config-changes.ts";
import { isSameConfig } from "@shared/domain/edit/editor-document.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { useDeferredValue, useMemo } from "react";
import { useEdits } from "../../../stores/prompts/edits.ts";
import type { OpenEdit } from "../../../stores/prompts/open-edit.ts";
import { changesBetween, type MessageChanges } from "./line-changes.ts";

const none: MessageChanges = { marks: new Map(), added: new Set(), gone: [], addedLines: 0, removedLines: 0 };

/** What the open edit changes in the messages. Comes behind the keystrokes: typing does not wait for it. */
export function useChanges(): MessageChanges {
  const edit = useDeferredValue(useEdits((state) => state.open));
  return useMemo(() => (edit?.changed && edit.stored ? changesOf(edit) : none), [edit]);
}

/** Several parts of the screen ask for those of one edit. */
const found = new WeakMap<OpenEdit, MessageChanges>();

function changesOf(edit: OpenEdit): MessageChanges {
  const changes = found.get(edit) ?? compareWithStored(edit);
  found.set(edit, changes);
  return changes;
}

function compareWithStored({ stored, editing }: OpenEdit): MessageChanges {
  const before: TemplateItem[] =
    typeof stored?.prompt === "string" ? [{ role: "user", content: stored.prompt }] : (stored?.prompt ?? []);
  return changesBetween(before, editing.now.cards);
}

/** How many keys of the config the open edit changes; a config that is no object counts as one. */
export function useConfigChanges(): number {
  const edit = useDeferredValue(useEdits((state) => state.open));
  return useMemo(() => (edit?.stored ? countKeys(edit.stored.config, edit.editing.now.config) : 0), [edit]);
}

function countKeys(before: JsonValue, after: JsonValue): number {
  if (isSameConfig(before, after)) return 0;
  const keys = compareConfigs(before, after);
  return keys === null ? 1 : keys.filter(({ state }) => state !== "same").length;
}
