import { Unplug } from "lucide-react";
import { useConnection } from "../../stores/connection.ts";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./ConnectionLost.module.css";

/** Says that Promptscope has ended under this page, or does not know it any more, and what to do; away when it answers. */
export function ConnectionLost() {
  const lost = useConnection((state) => state.lost);
  if (!lost) return null;
  return (
    <div role="alert" className={styles["place"]}>
      <Notice tone="warn" icon={<Unplug aria-hidden="true" />}>
        <p>
          <b>
            {lost.code === "not_authorized"
              ? "Promptscope was started again and does not know this page."
              : lost.message}
          </b>{" "}
          {lost.advice}
        </p>
      </Notice>
    </div>
  );
}
