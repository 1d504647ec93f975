import { RadioTower } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { useGateway } from "../../stores/gateway/gateway.ts";
import styles from "./GatewayPill.module.css";

/** Whether the gateway runs and where; leads to its view. */
export function GatewayPill() {
  const status = useGateway((state) => state.status);
  const show = useApp((state) => state.show);
  const running = status?.state === "running";
  const where = running ? (status.address?.replace("http://", "") ?? "") : (status?.state ?? "stopped");
  return (
    <button type="button" className={styles["pill"]} onClick={() => show("gateway")}>
      <RadioTower aria-hidden="true" className={running ? styles["running"] : undefined} />
      <span className={styles["name"]}>Gateway</span>
      <span className={styles["where"]}>{where}</span>
    </button>
  );
}
