import { readConfig } from "@shared/domain/edit/change-document.ts";
import {
  closeDocument,
  configAsText,
  type EditableText,
  type EditorDocument,
  isSameText,
  openDocument,
} from "@shared/domain/edit/editor-document.ts";
import { startUndo, type UndoableDocument } from "@shared/domain/edit/undo.ts";
import type { EditToKeep, KeptEdit } from "@shared/domain/prompt/kept-edit.ts";
import type { PromptIdentity, PromptRef, PromptVersion, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { valuesKey } from "../draft/values-key.ts";

/** The open prompt as it is edited, against a stored version. */
export interface OpenEdit {
  key: string;
  /** The version it was made from: with its own number, whatever label it was opened by. */
  base: PromptRef;
  /** The hash of what that version said when the edit began. */
  baseHash?: string | undefined;
  /** What that version says; null where it could not be read any more, or is not there yet. */
  stored: EditableText | null;
  editing: UndoableDocument;
  /** The newest version there was when the edit began; undefined where that is not known. */
  newestThen?: string | undefined;
  /** Whether it says anything else than that version. */
  changed: boolean;
  /** It was put aside because a version was made of it together with somebody else's. */
  merged?: true;
}

export function withoutTime({ keptAt: _keptAt, ...edit }: KeptEdit): EditToKeep {
  return edit;
}

export function keptOf({ base, baseHash, stored, editing, newestThen }: OpenEdit): EditToKeep {
  const { config, configText } = editing.now;
  return {
    edit: { base, ...closeDocument(editing.now) },
    ...(baseHash === undefined ? {} : { baseHash }),
    ...(stored === null ? {} : { baseText: stored }),
    ...(newestThen === undefined ? {} : { newestThen }),
    ...(configText === configAsText(config) || readConfig(configText) !== undefined ? {} : { configText }),
  };
}

export function asStored(key: string, base: PromptRef, stored: EditableText, baseHash: string | undefined): OpenEdit {
  return { key, base, baseHash, stored, editing: startUndo(openDocument(stored)), changed: false };
}

/** Saving is no end of undo: where what was stored is what is open, its steps lead on from there. */
export function keepSteps({ editing }: OpenEdit, saved: OpenEdit): OpenEdit {
  const { past, now, future } = editing;
  return saved.stored && !differs(saved.stored, now) ? { ...saved, editing: { past, now, future } } : saved;
}

/** Whether an edit says something else by now than what was sent to be saved. */
export function isTypedOn({ editing }: OpenEdit, sent: EditableText): boolean {
  return differs(sent, editing.now);
}

/** An edit that goes on from the version that was made of what it said before. */
export function editOf(open: OpenEdit, at: PromptIdentity, version: PromptVersion, baseHash: string): OpenEdit {
  const { type, prompt, config } = version;
  return {
    ...open,
    base: { ...at, version: version.version },
    baseHash,
    stored: { type, prompt, config },
    newestThen: version.version,
    changed: true,
  };
}

/** A prompt that no library has differs from everything stored. */
export function unsavedEdit(key: string, base: PromptRef, text: EditableText): OpenEdit {
  return { key, base, stored: null, editing: startUndo(openDocument(text)), changed: true };
}

export function withConfigText(document: EditorDocument, configText: string | undefined): EditorDocument {
  return configText === undefined ? document : { ...document, configText };
}

/** An edit whose own version cannot be read any more, against the one that is shown. */
export function onShown(open: OpenEdit, shown: ResolvedPrompt | null): OpenEdit | null {
  if (!shown || valuesKey(shown.ref) !== open.key) return null;
  const { type, prompt, config, version } = shown.prompt;
  return { ...open, base: { ...open.base, version }, stored: { type, prompt, config } };
}

export function differs(stored: EditableText | null, document: EditorDocument): boolean {
  return stored === null || !isSameText(stored, closeDocument(document)) || !isConfigReadable(document);
}

/** Typed text that is no JSON is a change too: it would be lost otherwise. */
function isConfigReadable({ configText }: EditorDocument): boolean {
  return readConfig(configText) !== undefined;
}
