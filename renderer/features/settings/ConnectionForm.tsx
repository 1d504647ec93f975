import type { LangfuseTest } from "@shared/contract/routes.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import type { LangfuseConnectionView, SettingsView } from "@shared/domain/settings.ts";
import { type FormEvent, useState } from "react";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ConnectionTest } from "./ConnectionTest.tsx";
import { Failure } from "./Failure.tsx";
import form from "./form.module.css";
import { GuardField } from "./GuardField.tsx";
import styles from "./ProviderForm.module.css";
import { SecretField } from "./SecretField.tsx";
import { firstStorage, StorageField } from "./StorageField.tsx";

interface ConnectionFormProps {
  settings: SettingsView;
  /** One that is there; absent: another one. */
  connection?: LangfuseConnectionView;
  /** It is saved; with the id it has now, null when it is gone. */
  onDone(id: string | null): void;
  onCancel?(): void;
}

/** Host and keys of one project. They are tried before they are saved; what is not let in is not kept unasked. */
export function ConnectionForm({ settings, connection, onDone, onCancel }: ConnectionFormProps) {
  const { secretStorage, newLangfuse } = settings;
  const store = useSettings.getState();
  const state = useSettings(({ langfuse }) => (connection ? langfuse[connection.id] : undefined));
  const [host, setHost] = useState(connection?.host ?? newLangfuse.host);
  const [publicKey, setPublicKey] = useState(connection?.publicKey ?? newLangfuse.publicKey);
  const [secretKey, setSecretKey] = useState("");
  const [storage, setStorage] = useState(firstStorage(secretStorage, connection?.secretKey.storage));
  const [error, setError] = useState<AppError | null>(null);
  const [tried, setTried] = useState<LangfuseTest | null>(null);
  const [busy, setBusy] = useState(false);
  const isFixed = connection?.source === "environment";
  const isAsStored =
    connection !== undefined && secretKey === "" && host === connection.host && publicKey === connection.publicKey;
  const lacks =
    host.trim() === ""
      ? "The host is missing."
      : publicKey.trim() === ""
        ? "The public key is missing."
        : secretKey === "" && !(isAsStored && connection.configured)
          ? "The secret key is missing."
          : null;

  const act = async (action: () => Promise<AppError | null>) => {
    setBusy(true);
    setTried(null);
    setError(await action());
    setBusy(false);
  };

  const test = async (): Promise<AppError | null> => {
    if (isAsStored) return store.testLangfuse(connection.id, true);
    const found = await store.tryLangfuse({ host, publicKey, secretKey });
    if ("code" in found) return found;
    setTried(found);
    return null;
  };

  /** @param found null: it is saved without having been tried. */
  const keep = async (found: LangfuseTest | null): Promise<AppError | null> => {
    const failed = await store.connectLangfuse({
      ...(connection ? { connection: connection.id } : {}),
      host,
      publicKey,
      storage,
      ...(secretKey === "" ? {} : { secretKey }),
      ...(found ? { project: { id: found.projectId, name: found.projectName } } : {}),
    });
    if (failed) return failed;
    setSecretKey("");
    const id = connectionIn(useSettings.getState().settings, host, publicKey);
    if (id !== null && found) useSettings.getState().noteTest(id, found);
    onDone(id);
    return id === null ? null : store.save({ library: litellmLibrary, connection: id });
  };

  const testAndKeep = async (): Promise<AppError | null> => {
    if (isAsStored) return store.testLangfuse(connection.id, true);
    const found = await store.tryLangfuse({ host, publicKey, secretKey });
    return "code" in found ? found : keep(found);
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (lacks === null && !isFixed) void act(testAndKeep);
  };

  return (
    <form
      className={connection ? styles["form"] : form["form"]}
      onSubmit={onSubmit}
      aria-label={connection ? `Connection ${connection.publicKey}` : "New connection"}
    >
      {isFixed ? (
        <p className={form["note"]}>
          Found in the environment: LANGFUSE_HOST, LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY. It is changed there.
        </p>
      ) : (
        <>
          <Field
            label="Host"
            hint={newLangfuse.fromEnvironment && !connection ? "Found in the environment." : undefined}
          >
            {(control) => <TextField {...control} mono type="url" value={host} onChange={setHost} />}
          </Field>
          <div className={form["pair"]}>
            <Field label="Public key" hint="Starts with pk-lf-.">
              {(control) => <TextField {...control} mono value={publicKey} onChange={setPublicKey} />}
            </Field>
            <SecretField
              label="Secret key"
              secret={
                connection && isSameAddress(connection, host, publicKey) ? connection.secretKey : { status: "missing" }
              }
              value={secretKey}
              onChange={setSecretKey}
            />
          </div>
          <StorageField offer={secretStorage} value={storage} onChange={setStorage} />
        </>
      )}
      <div className={form["buttons"]}>
        {!isFixed && !isAsStored && (
          <Button type="submit" variant="primary" disabled={busy || lacks !== null} title={lacks ?? undefined}>
            Test and save
          </Button>
        )}
        <Button disabled={busy || lacks !== null} title={lacks ?? undefined} onClick={() => void act(test)}>
          {busy || state?.kind === "testing" ? "Testing…" : "Test connection"}
        </Button>
        {error !== null && !isRefused(error) && !isFixed && !isAsStored && (
          <Button disabled={busy || lacks !== null} onClick={() => void act(() => keep(null))}>
            Save all the same
          </Button>
        )}
        {connection && !connection.isDefault && (
          <Button
            variant="ghost"
            disabled={busy}
            title="The gateway and the command line then use it."
            onClick={() => void act(() => store.preferLangfuse(connection.id))}
          >
            Make it the default
          </Button>
        )}
        {connection && !isFixed && (
          <Button
            variant="ghost"
            disabled={busy}
            onClick={() => void act(() => store.disconnectLangfuse(connection.id))}
          >
            Disconnect
          </Button>
        )}
        {onCancel && (
          <Button variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      {lacks !== null && !isFixed && <p className={form["note"]}>{lacks}</p>}
      <div aria-live="polite" className={form["result"]}>
        {tried && <ConnectionTest test={tried} saved={false} />}
        {!tried && state?.kind === "connected" && isAsStored && <ConnectionTest test={state.test} saved />}
      </div>
      <Failure error={error ?? (isAsStored && state?.kind === "failed" ? state.error : null)} />
      {connection && <GuardField connection={connection.id} />}
    </form>
  );
}

/** A server that is away may be kept for later; keys that were looked at and refused may not. */
function isRefused({ code }: AppError): boolean {
  return code === "langfuse_unauthorized" || code === "langfuse_forbidden";
}

function isSameAddress(connection: LangfuseConnectionView, host: string, publicKey: string): boolean {
  return connection.host === host && connection.publicKey === publicKey;
}

/** The one just saved: its host may have been written another way. */
function connectionIn(settings: SettingsView | null, host: string, publicKey: string): string | null {
  const own = (settings?.langfuse ?? []).filter((one) => one.publicKey === publicKey.trim());
  return (own.find((one) => host.startsWith(one.host)) ?? own[0])?.id ?? null;
}
