import { documentName, isDocument } from "@shared/domain/message/document.ts";
import { hashOfReference } from "@shared/domain/message/picture.ts";
import { FileText, ImageIcon, ImageOff, X } from "lucide-react";
import { IconButton } from "../../../ui/IconButton.tsx";
import styles from "./Thumbnails.module.css";

interface ThumbnailsProps {
  images: readonly string[];
  onRemove(index: number): void;
}

/** Pictures and documents of a message. One at a web address is never loaded here: fetching it would tell its server. */
export function Thumbnails({ images, onRemove }: ThumbnailsProps) {
  if (images.length === 0) return null;
  return (
    <div className={styles["thumbs"]}>
      {images.map((url, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pictures have no identity but their place
        <figure key={index} className={styles["thumb"]} title={/^https?:/i.test(url) ? url : undefined}>
          <Picture url={url} number={index + 1} />
          <IconButton
            size="small"
            label={`Remove ${isDocument(url) ? documentName(url) : `picture ${index + 1}`}`}
            icon={<X aria-hidden="true" />}
            onClick={() => onRemove(index)}
          />
        </figure>
      ))}
    </div>
  );
}

function Picture({ url, number }: { url: string; number: number }) {
  if (url.startsWith("data:image/")) return <img src={url} alt={`Attachment ${number}`} />;
  if (isDocument(url)) {
    return (
      <>
        <FileText aria-hidden="true" size={14} />
        <figcaption>{documentName(url)}</figcaption>
      </>
    );
  }
  if (hashOfReference(url) !== undefined) {
    return (
      <>
        <ImageOff aria-hidden="true" size={14} />
        <figcaption className={styles["missing"]}>Its file is gone from the profile. Add it again.</figcaption>
      </>
    );
  }
  return (
    <>
      <ImageIcon aria-hidden="true" size={14} />
      <figcaption>{url}</figcaption>
    </>
  );
}
