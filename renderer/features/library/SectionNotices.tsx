import { TriangleAlert } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { errorProps } from "../../stores/error-props.ts";
import { useLibrary } from "../../stores/prompts/library.ts";
import type { TreeSection } from "../../stores/prompts/tree-sections.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./SectionNotices.module.css";

const settingsTexts = { langfuse: "Langfuse settings", local: "Folder settings" } as const;

/** Below the tree: which of its open libraries could not be read or are not shown whole, why, and what to do. */
export function SectionNotices({ sections }: { sections: readonly TreeSection[] }) {
  const telling = sections.filter(
    ({ isOpen, error, list }) => isOpen && (error !== null || list?.freshness === "stale" || list?.notice),
  );
  if (telling.length === 0) return null;
  return (
    <div className={styles["notices"]}>
      {telling.map((section) => (
        <SectionNotice key={section.key} section={section} />
      ))}
    </div>
  );
}

function SectionNotice({ section }: { section: TreeSection }) {
  const { label, place, list, error } = section;
  const retry = (
    <Button size="small" onClick={() => void useLibrary.getState().load(place, true)}>
      Retry
    </Button>
  );
  if (error) {
    return (
      <ErrorCard
        {...errorProps(error)}
        actions={
          <>
            {retry}
            <SettingsButton section={section} />
          </>
        }
      />
    );
  }
  if (!list) return null;
  const icon = <TriangleAlert aria-hidden="true" />;
  const time = new Date(list.fetchedAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return (
    <>
      {list.freshness === "stale" && (
        <Notice tone="warn" icon={icon} actions={retry}>
          {label}: kept copy from {time}. {list.staleReason}
        </Notice>
      )}
      {list.notice && (
        <Notice tone="warn" icon={icon} actions={<SettingsButton section={section} />}>
          {label}: {list.notice}
        </Notice>
      )}
    </>
  );
}

function SettingsButton({ section: { settings } }: { section: TreeSection }) {
  const show = useApp((state) => state.show);
  if (settings === null) return null;
  return (
    <Button size="small" variant="ghost" onClick={() => show("settings", settings)}>
      {settingsTexts[settings]}
    </Button>
  );
}
