import type { AppError } from "@shared/domain/error/error.ts";
import type { ProviderView, SettingsView } from "@shared/domain/settings.ts";
import { type FormEvent, useState } from "react";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { plural } from "../../ui/figures.ts";
import { TextField } from "../../ui/TextField.tsx";
import { Failure } from "./Failure.tsx";
import form from "./form.module.css";
import styles from "./ProviderForm.module.css";
import { SecretField } from "./SecretField.tsx";
import { firstStorage, StorageField } from "./StorageField.tsx";

interface ProviderFormProps {
  provider: ProviderView;
  offer: SettingsView["secretStorage"];
}

/** Base URL and key of one provider; saved together because they belong together. */
export function ProviderForm({ provider, offer }: ProviderFormProps) {
  const store = useSettings.getState();
  const state = useSettings(({ tried }) => tried[provider.id]);
  const [baseUrl, setBaseUrl] = useState(provider.baseUrlSource === "settings" ? (provider.baseUrl ?? "") : "");
  const [apiKey, setApiKey] = useState("");
  const [apiVersion, setApiVersion] = useState(provider.apiVersion ?? "");
  const [storage, setStorage] = useState(firstStorage(offer, provider.key.storage));
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  const isStored =
    provider.key.status === "stored" || provider.key.status === "locked" || provider.baseUrlSource === "settings";

  const act = async (action: () => Promise<AppError | null>) => {
    setBusy(true);
    const failed = await action();
    setError(failed);
    setBusy(false);
    if (failed === null) setApiKey("");
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };

  /** It is kept as it was asked for, then tried: that it does not work may be the server's fault. */
  const save = async () => {
    setBusy(true);
    const asked = typed();
    const failed = await store.connectProvider({ ...asked, storage });
    if (failed === null) {
      setApiKey("");
      setBaseUrl(asked.baseUrl ?? "");
    }
    setError(failed ?? (await store.testProvider({ provider: provider.id })));
    setBusy(false);
  };

  /** A key typed under an address of the environment is for that address: without it, it would go to the provider's own. */
  const base = baseUrl.trim() === "" && apiKey !== "" && isOfEnvironment(provider) ? (provider.baseUrl ?? "") : baseUrl;

  const typed = () => ({
    provider: provider.id,
    ...(base.trim() === "" ? {} : { baseUrl: base }),
    ...(apiKey === "" ? {} : { apiKey }),
    ...(apiVersion === "" ? {} : { apiVersion }),
  });

  /** The key stays in its field: it is not saved yet. */
  const test = async () => {
    setBusy(true);
    setError(await store.testProvider(typed()));
    setBusy(false);
  };

  return (
    <form className={styles["form"]} onSubmit={onSubmit} aria-label={provider.label}>
      <div className={form["pair"]}>
        <Field label="Base URL" hint={baseUrlHint(provider)}>
          {(control) => (
            <TextField
              {...control}
              mono
              type="url"
              placeholder={provider.defaultBaseUrl ?? "https://"}
              value={baseUrl}
              onChange={setBaseUrl}
            />
          )}
        </Field>
        <SecretField
          label="API key"
          secret={provider.key}
          value={apiKey}
          onChange={setApiKey}
          required={provider.keyRequired}
        />
      </div>
      {provider.hasApiVersion ? (
        <Field label="API version" hint="The api-version of each request, for example 2024-10-21.">
          {(control) => <TextField {...control} mono value={apiVersion} onChange={setApiVersion} />}
        </Field>
      ) : null}
      <StorageField offer={offer} value={storage} onChange={setStorage} />
      <p className={form["note"]}>
        Read from the environment: {[...provider.keyVariables, ...provider.baseVariables].join(", ") || "nothing"}.
      </p>
      <div className={form["buttons"]}>
        <Button type="submit" variant="primary" disabled={busy}>
          Save
        </Button>
        <Button disabled={busy} onClick={() => void test()}>
          {state?.kind === "testing" ? "Testing…" : "Test"}
        </Button>
        {isStored ? (
          <Button variant="ghost" disabled={busy} onClick={() => void act(() => store.disconnectProvider(provider.id))}>
            Remove
          </Button>
        ) : null}
      </div>
      <p aria-live="polite" className={form["note"]}>
        {state?.kind === "works" && `It works: ${plural(state.models, "model")}.`}
        {state?.kind === "untold" && "It lists no models, so that the key cannot be tried without a call."}
      </p>
      <Failure error={error} />
    </form>
  );
}

function isOfEnvironment({ baseUrlSource }: ProviderView): boolean {
  return baseUrlSource === "environment";
}

function baseUrlHint(provider: ProviderView): string {
  if (isOfEnvironment(provider)) return `From the environment: ${provider.baseUrl ?? ""}. A key saved here is for it.`;
  return provider.defaultBaseUrl === null ? "Needed: this provider has no default." : "Empty uses the default.";
}
