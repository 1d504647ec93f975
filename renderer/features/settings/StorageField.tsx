import type { SecretStorage, SettingsView } from "@shared/domain/settings.ts";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";

const labels: Record<SecretStorage, string> = {
  keychain: "Encrypted with the system's key ring",
  file: "Plain text file only this user can read",
  session: "In memory, until Promptscope ends",
};

interface StorageFieldProps {
  offer: SettingsView["secretStorage"];
  value: SecretStorage;
  onChange(storage: SecretStorage): void;
}

/** Where a key is kept, with what the host says about it. */
export function StorageField({ offer, value, onChange }: StorageFieldProps) {
  return (
    <Field label="Keep the key" hint={offer.note}>
      {(control) => (
        <Select
          {...control}
          value={value}
          options={offer.available.map((storage) => ({ value: storage, label: labels[storage] }))}
          onChange={(next) => {
            const storage = offer.available.find((one) => one === next);
            if (storage) onChange(storage);
          }}
        />
      )}
    </Field>
  );
}

/** The storage a form starts with: where the key is now, else the best this host has. */
export function firstStorage(offer: SettingsView["secretStorage"], current: SecretStorage | undefined): SecretStorage {
  return current ?? offer.available[0] ?? "session";
}
