import { ImagePlus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { imageAddress } from "../messages/image-files.ts";
import styles from "./Conversation.module.css";

interface ImageButtonProps {
  onFiles(files: File[]): void;
  onUrl(url: string): void;
}

/** Adds a picture or a PDF from a file or by its address. */
export function ImageButton({ onFiles, onUrl }: ImageButtonProps) {
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  return (
    <Popover
      label="Add a picture or PDF"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton label="Add a picture or PDF" icon={<ImagePlus aria-hidden="true" />} />}
    >
      <form
        className={styles["picture"]}
        onSubmit={(event) => {
          event.preventDefault();
          const read = imageAddress(address);
          if ("problem" in read) return setProblem(read.problem);
          onUrl(read.url);
          setAddress("");
          setOpen(false);
        }}
      >
        <Field
          label="From a file"
          hint="PNG, JPEG, GIF or WebP up to 5 MB, PDF up to 15 MB. Pasting and dropping work as well."
        >
          {(control) => (
            <input
              {...control}
              type="file"
              multiple
              accept="image/png,image/jpeg,image/gif,image/webp,application/pdf"
              onChange={({ target }) => {
                onFiles([...(target.files ?? [])]);
                setOpen(false);
              }}
            />
          )}
        </Field>
        <Field label="At an address" hint="The provider fetches it; Promptscope does not." error={problem}>
          {(control) => (
            <TextField
              {...control}
              placeholder="https://…"
              value={address}
              onChange={(text) => {
                setAddress(text);
                setProblem(undefined);
              }}
            />
          )}
        </Field>
        <Button size="small" type="submit" disabled={address.trim() === ""}>
          Add the address
        </Button>
      </form>
    </Popover>
  );
}
