import type { AppError } from "@shared/domain/error/error.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { CircleCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { Field } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { Failure } from "./Failure.tsx";
import form from "./form.module.css";
import { SecretField } from "./SecretField.tsx";
import { SettingsSection } from "./SettingsSection.tsx";
import { firstStorage, StorageField } from "./StorageField.tsx";

/** The Langfuse project prompts are read from. */
export function LangfuseSection({ settings }: { settings: SettingsView }) {
  const { langfuse, secretStorage } = settings;
  const store = useSettings.getState();
  const state = useSettings((current) => current.langfuse);
  const [host, setHost] = useState(langfuse.host);
  const [publicKey, setPublicKey] = useState(langfuse.publicKey ?? "");
  const [secretKey, setSecretKey] = useState("");
  const [storage, setStorage] = useState(firstStorage(secretStorage, langfuse.secretKey.storage));
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);

  const act = async (action: () => Promise<AppError | null>) => {
    setBusy(true);
    setError(await action());
    setBusy(false);
  };

  /** Saves, tests, and shows the project only when it answers. */
  const connect = async (): Promise<AppError | null> => {
    const input = { host, publicKey, storage, ...(secretKey === "" ? {} : { secretKey }) };
    const failed = (await store.connectLangfuse(input)) ?? (await store.testLangfuse());
    if (failed) return failed;
    setSecretKey("");
    return store.save({ library: litellmLibrary });
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void act(connect);
  };

  return (
    <SettingsSection
      id="langfuse"
      title="Langfuse"
      text="Prompts are read from one Langfuse project. Its keys are under Settings → API Keys of the project."
      state={<ConnectionChip configured={langfuse.configured} source={langfuse.secretKey.status} />}
    >
      <form className={form["form"]} onSubmit={onSubmit}>
        <Field label="Host" hint={langfuse.hostSource === "environment" ? "Found in the environment." : undefined}>
          {(control) => <TextField {...control} mono type="url" value={host} onChange={setHost} />}
        </Field>
        <div className={form["pair"]}>
          <Field label="Public key" hint="Starts with pk-lf-.">
            {(control) => <TextField {...control} mono value={publicKey} onChange={setPublicKey} />}
          </Field>
          <SecretField label="Secret key" secret={langfuse.secretKey} value={secretKey} onChange={setSecretKey} />
        </div>
        <StorageField offer={secretStorage} value={storage} onChange={setStorage} />
        <div className={form["buttons"]}>
          <Button type="submit" variant="primary" disabled={busy || host.trim() === "" || publicKey.trim() === ""}>
            Save and connect
          </Button>
          <Button disabled={busy || !langfuse.configured} onClick={() => void act(store.testLangfuse)}>
            {state.kind === "testing" ? "Testing…" : "Test connection"}
          </Button>
          {langfuse.secretKey.status === "stored" || langfuse.secretKey.status === "locked" ? (
            <Button variant="ghost" disabled={busy} onClick={() => void act(store.disconnectLangfuse)}>
              Disconnect
            </Button>
          ) : null}
        </div>
      </form>
      <div aria-live="polite" className={form["result"]}>
        {state.kind === "connected" ? (
          <Notice icon={<CircleCheck aria-hidden="true" />}>
            Connected to <b>{state.test.projectName}</b>
            {state.test.organization === undefined ? "" : ` of ${state.test.organization}`},{" "}
            {state.test.promptCount === 1 ? "1 prompt" : `${state.test.promptCount.toLocaleString("en-US")} prompts`}
            {state.test.serverVersion === undefined ? "" : `, Langfuse ${state.test.serverVersion}`}.
          </Notice>
        ) : null}
      </div>
      <Failure error={error} />
    </SettingsSection>
  );
}

function ConnectionChip({ configured, source }: { configured: boolean; source: string }) {
  if (!configured) return <Chip>not connected</Chip>;
  return <Chip tone="ok">{source === "environment" ? "found in the environment" : "set up"}</Chip>;
}
