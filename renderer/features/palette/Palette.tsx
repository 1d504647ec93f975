import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import type { PromptList, PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { Command } from "cmdk";
import { CornerDownLeft, History, MessageSquare, Type } from "lucide-react";
import { useMemo, useState } from "react";
import { useApp } from "../../stores/app.ts";
import { commandInfo, useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { placeKey } from "../../stores/draft/open-prompt.ts";
import { useHistory } from "../../stores/history/history.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { type LibraryState, listedIn, refToOpen, useLibrary, withUnsaved } from "../../stores/prompts/library.ts";
import { libraryName, placeOf, shownLibraries } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import styles from "./Palette.module.css";
import { searchPalette } from "./search-palette.ts";

type KnownPrompt = PromptSummary & {
  key: string;
  /** What its library is called; empty where there is only one. */
  place: string;
  list: PromptList;
};

/** The prompts of every library of the tree that was read, each with where it lies. */
function knownPrompts(
  settings: SettingsView | null,
  lists: LibraryState["lists"],
  unsaved: readonly EditSummary[],
): KnownPrompt[] {
  const shown = (settings ? shownLibraries(settings) : []).flatMap((library) => {
    const list = listedIn({ lists }, placeOf(library))?.list;
    return list ? [{ list: withUnsaved(list, unsaved), place: libraryName(library) }] : [];
  });
  return shown.flatMap(({ list, place }) =>
    list.prompts
      .filter(({ problem }) => problem === undefined)
      .map((prompt) => ({
        ...prompt,
        key: `${placeKey(list)} ${prompt.name}`,
        place: shown.length > 1 ? place : "",
        list,
      })),
  );
}

/** Everything by name: prompts and commands. Shown while it is open. */
export function Palette() {
  const setPalette = useApp((state) => state.setPalette);
  return (
    <Dialog bare open onClose={() => setPalette(false)} title="Search prompts and commands">
      <PaletteContent onDone={() => setPalette(false)} />
    </Dialog>
  );
}

function PaletteContent({ onDone }: { onDone(): void }) {
  const [text, setText] = useState("");
  const settings = useSettings((state) => state.settings);
  const lists = useLibrary((state) => state.lists);
  const unsaved = useEdits((state) => state.unsaved);
  const known = useMemo(() => knownPrompts(settings, lists, [...unsaved.values()]), [settings, lists, unsaved]);
  const isWeb = useApp((state) => state.info?.host === "web");
  const available = useCommands
    .getState()
    .available()
    .filter((id) => id !== "palette.open");
  const { prompts, hiddenPrompts, commands } = searchPalette(text, known, available);

  const openPrompt = (prompt: KnownPrompt) => {
    onDone();
    useApp.getState().show("playground");
    useLibrary.getState().reveal({ ...prompt.list, name: prompt.name });
    useDraft.getState().openPrompt(refToOpen(prompt.list, prompt));
  };

  const searchRuns = (words: string) => {
    onDone();
    useHistory.getState().setFilter({ text: words.trim() });
    useApp.getState().show("history");
  };

  return (
    <Command className={styles["palette"]} label="Search prompts and commands" shouldFilter={false} loop>
      <Command.Input
        data-autofocus
        className={styles["input"]}
        placeholder="Search prompts, runs, commands…"
        value={text}
        onValueChange={setText}
      />
      <Command.List className={styles["list"]} label="Results">
        <Command.Empty className={styles["empty"]}>Nothing is called that.</Command.Empty>
        {prompts.length === 0 ? null : (
          <Command.Group heading="Prompts" className={styles["group"]}>
            {prompts.map((prompt) => (
              <Command.Item
                key={prompt.key}
                value={`prompt ${prompt.key}`}
                className={styles["item"]}
                onSelect={() => openPrompt(prompt)}
              >
                {prompt.type === "text" ? <Type aria-hidden="true" /> : <MessageSquare aria-hidden="true" />}
                <span className={styles["title"]}>{prompt.name}</span>
                {prompt.place !== "" && <span className={styles["note"]}>{prompt.place}</span>}
                {prompt.versions.length > 0 && (
                  <span className={styles["note"]}>{versionLabel(prompt.versions.at(-1) ?? "")}</span>
                )}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {commands.length === 0 ? null : (
          <Command.Group heading="Commands" className={styles["group"]}>
            {commands.map((id) => {
              const { title, group, shortcut: usual, browserShortcut } = commandInfo(id);
              const shortcut = isWeb ? (browserShortcut ?? usual) : usual;
              return (
                <Command.Item
                  key={id}
                  value={`command ${id}`}
                  className={styles["item"]}
                  onSelect={() => {
                    onDone();
                    useCommands.getState().run(id);
                  }}
                >
                  <CornerDownLeft aria-hidden="true" />
                  <span className={styles["title"]}>{title}</span>
                  {shortcut === undefined ? (
                    <span className={styles["note"]}>{group}</span>
                  ) : (
                    <Kbd shortcut={shortcut} />
                  )}
                </Command.Item>
              );
            })}
          </Command.Group>
        )}
        {text.trim() === "" ? null : (
          <Command.Group heading="Runs" className={styles["group"]}>
            <Command.Item value="runs" className={styles["item"]} onSelect={() => searchRuns(text)}>
              <History aria-hidden="true" />
              <span className={styles["title"]}>Search the history for “{text.trim()}”</span>
            </Command.Item>
          </Command.Group>
        )}
      </Command.List>
      {hiddenPrompts > 0 ? (
        <p className={styles["more"]}>
          {hiddenPrompts.toLocaleString("en-US")} more prompts; type to narrow them down.
        </p>
      ) : null}
    </Command>
  );
}
