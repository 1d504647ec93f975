import type { Ref } from "react";

interface FileInputProps {
  ref: Ref<HTMLInputElement>;
  label: string;
  /** Ends of names and media types, as the attribute has them. */
  accept: string;
  onFile(file: File): void;
}

/** Gives the file that is chosen. Not seen itself: another control clicks it. */
export function FileInput({ ref, label, accept, onFile }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      accept={accept}
      aria-label={label}
      onChange={({ target }) => {
        const [chosen] = target.files ?? [];
        // Emptied, so that the same file can be chosen once more.
        target.value = "";
        if (chosen) onFile(chosen);
      }}
    />
  );
}
