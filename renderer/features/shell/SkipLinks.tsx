import { useApp } from "../../stores/app.ts";
import { goToPane } from "../../ui/panes.ts";
import styles from "./SkipLinks.module.css";

const inPlayground = [
  { pane: "prompt", label: "Skip to the prompt" },
  { pane: "answers", label: "Skip to Run and the answers" },
];
const elsewhere = [{ pane: "view", label: "Skip to the view" }];

/** The first stops of the window, in sight while they have the focus: past the bars and the list of prompts. */
export function SkipLinks() {
  const links = useApp((state) => (state.view === "playground" ? inPlayground : elsewhere));
  return (
    <nav aria-label="Skip" className={styles["links"]}>
      {links.map(({ pane, label }) => (
        <button key={pane} type="button" className={styles["link"]} onClick={() => goToPane(pane) || goToPane("view")}>
          {label}
        </button>
      ))}
    </nav>
  );
}
