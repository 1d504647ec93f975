import { useLayoutEffect, useState } from "react";
import { classNames } from "../class-names.ts";
import { FloatingPlace } from "../floating-place.ts";
import { SegmentedControl } from "../SegmentedControl.tsx";
import { charts } from "./charts.tsx";
import { controls } from "./controls.tsx";
import type { Exhibit } from "./exhibit.ts";
import { fields } from "./fields.tsx";
import { floating } from "./floating.tsx";
import { frames } from "./frames.tsx";
import styles from "./Gallery.module.css";
import { limits } from "./limits.tsx";
import { texts } from "./texts.tsx";

/** Every part of `renderer/ui/`. */
const exhibits: readonly Exhibit[] = [...controls, ...fields, ...texts, ...frames, ...charts, ...limits, ...floating];

const themes: { value: "system" | "light" | "dark"; label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Every part in every state, for those who build with them: `npm run dev`, then `/ui/gallery/`. */
export function Gallery() {
  const [main, setMain] = useState<HTMLElement | null>(null);
  const [theme, setTheme] = useState("system");
  useLayoutEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return (
    <FloatingPlace value={main}>
      <main ref={setMain} className={styles["page"]}>
        <header className={styles["bar"]}>
          <h1 className={styles["title"]}>Parts of the interface</h1>
          <SegmentedControl label="Theme" value={theme} segments={themes} onChange={setTheme} />
        </header>
        {exhibits.map((exhibit) => (
          <ExhibitView key={exhibit.part} exhibit={exhibit} />
        ))}
      </main>
    </FloatingPlace>
  );
}

function ExhibitView({ exhibit: { part, states, isWide } }: { exhibit: Exhibit }) {
  return (
    <section className={styles["exhibit"]} aria-label={part}>
      <h2 className={styles["part"]}>{part}</h2>
      <div className={styles["states"]}>
        {Object.entries(states).map(([name, shown]) => (
          <figure key={name} className={classNames(styles["state"], isWide && styles["wide"])}>
            <figcaption className={styles["name"]}>{name}</figcaption>
            <div className={styles["shown"]}>{shown}</div>
          </figure>
        ))}
      </div>
    </section>
  );
}
