import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { SendHorizontal, X } from "lucide-react";
import { type KeyboardEvent, memo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { conversationOf } from "../../../stores/draft/variant-list.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { isRunning, useRuns } from "../../../stores/run/runs.ts";
import { classNames } from "../../../ui/class-names.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { Thumbnails } from "../messages/Thumbnails.tsx";
import { useFileTarget } from "../messages/use-file-target.ts";
import { useVariantRun } from "../runs/use-variant-run.ts";
import styles from "./Conversation.module.css";
import { addPictures, closeComposer } from "./composer.ts";
import { ImageButton } from "./ImageButton.tsx";
import { changeConversation, sendNext, toolsFirst, waitsForResults } from "./turns.ts";

/** Writes the next turn of a variant's conversation. What is written is kept until it is sent. */
export const Composer = memo(function Composer({ variant }: { variant: VariantDraft }) {
  const { id } = variant;
  const open = useDraft((state) => state.draft.openPrompt);
  const { next } = conversationOf(variant, open);
  const wanted = useCompare((state) => state.composing[id] === true);
  const running = useRuns((state) => isRunning(state.runs[id]));
  const waiting = waitsForResults(useVariantRun(id));
  const problems = useCompare((state) => state.pictureProblems[id]);
  const add = (files: File[]) => void addPictures(id, files);
  const { over, handlers } = useFileTarget(add);

  function change(part: Partial<typeof next>): void {
    changeConversation(id, (conversation) => ({ ...conversation, next: { ...conversation.next, ...part } }));
  }
  const empty = next.text === "" && next.images.length === 0;
  if (!wanted && empty) return null;
  const blocked = empty || running || waiting;
  const send = () => {
    if (blocked) return;
    closeComposer(id);
    sendNext(id);
  };
  const close = () => {
    change({ text: "", images: [] });
    closeComposer(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === "Escape" && empty) {
      event.preventDefault();
      close();
    }
  };
  return (
    <section className={classNames(styles["composer"], over && styles["over"])} aria-label="Next turn" {...handlers}>
      {problems?.map((problem) => (
        <p key={problem} className={styles["problem"]} role="alert">
          {problem}
        </p>
      ))}
      {waiting && (
        <p className={styles["hint"]} role="status">
          {toolsFirst}
        </p>
      )}
      <Thumbnails
        images={next.images}
        onRemove={(index) => change({ images: next.images.filter((_, at) => at !== index) })}
      />
      <div className={styles["line"]}>
        <TextArea
          aria-label="Next message"
          placeholder="Next message; paste or drop pictures or PDFs"
          autoFocus={wanted}
          maxLines={12}
          value={next.text}
          onChange={(text) => change({ text })}
          onKeyDown={onKeyDown}
        />
        <ImageButton onFiles={add} onUrl={(url) => change({ images: [...next.images, url] })} />
        <IconButton
          label="Send this message"
          disabled={blocked}
          icon={<SendHorizontal aria-hidden="true" />}
          onClick={send}
        />
        <IconButton label="Discard this message" icon={<X aria-hidden="true" />} onClick={close} />
      </div>
    </section>
  );
});
