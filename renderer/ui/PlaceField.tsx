import { Field } from "./Field.tsx";
import { Select } from "./Select.tsx";

interface PlaceFieldProps {
  label: string;
  hint?: string;
  /** Where something can be put, each by its own key. */
  places: readonly { key: string; label: string }[];
  /** The chosen one; null while there is none. */
  place: string | null;
  onChange(place: string): void;
}

/** Where something is put: one of several places, by its key. */
export function PlaceField({ label, hint, places, place, onChange }: PlaceFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select
          {...control}
          value={place ?? ""}
          options={places.map(({ key, label }) => ({ value: key, label }))}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
