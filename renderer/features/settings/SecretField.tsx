import type { SecretView } from "@shared/domain/settings.ts";
import { Field } from "../../ui/Field.tsx";
import { TextField } from "../../ui/TextField.tsx";

interface SecretFieldProps {
  label: string;
  secret: SecretView;
  value: string;
  onChange(value: string): void;
  required?: boolean;
}

/** A field for a key. It never shows a stored one; it says which is there and that leaving it empty keeps it. */
export function SecretField({ label, secret, value, onChange, required = true }: SecretFieldProps) {
  return (
    <Field label={label} hint={secretHint(secret, required)}>
      {(control) => (
        <TextField
          {...control}
          type="password"
          autoComplete="new-password"
          mono
          placeholder={secret.hint ?? ""}
          value={value}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

function secretHint(secret: SecretView, required: boolean): string {
  switch (secret.status) {
    case "stored":
      return "A key is stored. Leave this empty to keep it.";
    case "locked":
      return "A key is stored, but it cannot be decrypted on this machine now. Enter it again to replace it.";
    case "environment":
      return `Found in the environment as ${secret.variable ?? "a variable"}. A key entered here takes its place.`;
    case "missing":
      return required ? "Not set." : "Not needed, unless your server asks for one.";
  }
}
