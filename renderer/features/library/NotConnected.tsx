import { Plug } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./NotConnected.module.css";

/** In the place of a project's prompts while none is connected. */
export function NotConnected() {
  const show = useApp((state) => state.show);
  const library = useSettings(({ settings }) =>
    settings?.libraries.find(({ needsConnection, connections }) => needsConnection && connections.length === 0),
  );
  if (!library) return null;
  return (
    <section className={styles["place"]} aria-label={`${library.label}, not connected`}>
      <h3 className={styles["title"]}>
        {library.label} <span>not connected</span>
      </h3>
      <div className={styles["card"]}>
        <p>Versions, labels and prompts of your project.</p>
        <Button size="small" icon={<Plug aria-hidden="true" />} onClick={() => show("settings", library.id)}>
          Connect {library.label}
        </Button>
      </div>
    </section>
  );
}
