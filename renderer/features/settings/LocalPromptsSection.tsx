import type { AppError } from "@shared/domain/error/error.ts";
import type { FolderCheck, LocalFolderView } from "@shared/domain/prompt/local-folder.ts";
import { FolderOpen } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { checkLocalFolder, readLocalFolder, takeLocalFolder } from "../../stores/settings/local-folder.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { Field } from "../../ui/Field.tsx";
import { plural } from "../../ui/figures.ts";
import { Notice } from "../../ui/Notice.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { Failure } from "./Failure.tsx";
import form from "./form.module.css";
import { SettingsSection } from "./SettingsSection.tsx";

/** The folder that local prompts lie in. Another one is looked at first and taken once it is confirmed. */
export function LocalPromptsSection() {
  const [folder, setFolder] = useState<LocalFolderView | null>(null);
  const [typed, setTyped] = useState("");
  const [check, setCheck] = useState<FolderCheck | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    void readLocalFolder().then((found) => {
      if ("error" in found) return setError(found.error);
      setFolder(found.folder);
      return setTyped(found.folder.path);
    });
  }, []);

  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    await work();
    setBusy(false);
  };
  const look = () =>
    act(async () => {
      const found = await checkLocalFolder(typed);
      if ("error" in found) setError(found.error);
      else setCheck(found.check);
    });
  const take = (path: string | null) =>
    act(async () => {
      const taken = await takeLocalFolder(path);
      setCheck(null);
      if ("error" in taken) return setError(taken.error);
      setFolder(taken.folder);
      return setTyped(taken.folder.path);
    });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void look();
  };

  return (
    <SettingsSection
      id="local"
      title="Local prompts"
      text="One prompt is one text file, NAME.prompt.yml. Edit it in any editor; a changed file shows here at once. In a git folder, Versions lists commits."
      state={folder && <Chip>{folder.isDefault ? "the app's own folder" : "a folder of yours"}</Chip>}
    >
      <form className={form["form"]} aria-label="Folder of local prompts" onSubmit={onSubmit}>
        <Field
          label="Folder"
          hint="The whole path of a folder that is there. Only prompt files in it are read or written."
        >
          {(control) => (
            <TextField
              {...control}
              mono
              value={typed}
              onChange={(path) => {
                setTyped(path);
                setCheck(null);
                setError(null);
              }}
            />
          )}
        </Field>
        {check && (
          <Notice icon={<FolderOpen aria-hidden="true" />}>
            <b>{check.path}</b>: {describe(check)}
          </Notice>
        )}
        <div className={form["buttons"]}>
          {check ? (
            <Button variant="primary" disabled={busy} onClick={() => void take(check.path)}>
              Use this folder
            </Button>
          ) : (
            <Button type="submit" disabled={busy || typed.trim() === "" || typed === folder?.path}>
              Look at it
            </Button>
          )}
          {folder && !folder.isDefault && (
            <Button variant="ghost" disabled={busy} onClick={() => void take(null)}>
              Back to the app's own folder
            </Button>
          )}
        </div>
      </form>
      <Failure error={error} />
    </SettingsSection>
  );
}

function describe({ prompts, problems, isWritable, isRepository, notice }: FolderCheck): string {
  const said = [
    prompts === 0 ? "no prompt files yet" : plural(prompts, "prompt file"),
    ...(problems > 0 ? [`${problems} more that cannot be used`] : []),
    isRepository
      ? "in a git repository: versions are its commits"
      : "no git repository: what you save from here is kept as versions",
    ...(isWritable ? [] : ["it cannot be written to"]),
    ...(notice === undefined ? [] : [notice]),
  ];
  return `${said.join("; ").replace(/\.$/, "")}.`;
}
