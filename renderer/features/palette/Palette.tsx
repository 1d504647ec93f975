import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Command } from "cmdk";
import { CornerDownLeft, MessageSquare, Type } from "lucide-react";
import { useMemo, useState } from "react";
import { useApp } from "../../stores/app.ts";
import { commandInfo, useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { refToOpen, useLibrary } from "../../stores/prompts/library.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { offeredCommands } from "../../stores/view-commands.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { FoundRuns } from "./FoundRuns.tsx";
import { FoundVersions } from "./FoundVersions.tsx";
import { type KnownPrompt, knownPrompts, openVersions } from "./known-prompts.ts";
import { OfferedHere } from "./OfferedHere.tsx";
import styles from "./Palette.module.css";
import { goToSettings, searchOffered } from "./search-offered.ts";
import { searchPalette } from "./search-palette.ts";
import { type FoundVersion, searchVersions } from "./search-versions.ts";

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
  const offered = searchOffered(text, offeredCommands(), goToSettings());
  const open = openVersions(known);
  const versions = searchVersions(text, known, open);

  const openPrompt = (prompt: KnownPrompt) => {
    onDone();
    useApp.getState().show("playground");
    useLibrary.getState().reveal({ ...prompt.list, name: prompt.name });
    useDraft.getState().openPrompt(refToOpen(prompt.list, prompt));
  };

  const openVersion = ({ prompt, version }: FoundVersion<KnownPrompt>) => {
    onDone();
    useApp.getState().show("playground");
    if (prompt.key === open?.prompt.key) useDraft.getState().choose({ version });
    else useDraft.getState().openPrompt({ ...identityOf({ ...prompt.list, name: prompt.name }), version });
  };

  const here = <OfferedHere commands={offered} onDone={onDone} />;
  return (
    <Command className={styles["palette"]} label="Search prompts and commands" shouldFilter={false} loop>
      <Command.Input
        data-autofocus
        className={styles["input"]}
        placeholder="Search prompts, versions, runs, commands…"
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
        <FoundVersions found={versions} onOpen={openVersion} />
        {text.trim() === "" && here}
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
        {text.trim() !== "" && here}
        {text.trim() === "" ? null : <FoundRuns text={text} onDone={onDone} />}
      </Command.List>
      {hiddenPrompts > 0 ? (
        <p className={styles["more"]}>
          {hiddenPrompts.toLocaleString("en-US")} more prompts; type to narrow them down.
        </p>
      ) : null}
    </Command>
  );
}
