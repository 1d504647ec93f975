import { X } from "lucide-react";
import { commandInfo, useCommands } from "../../../stores/commands.ts";
import { useView } from "../../../stores/view.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { PanelHeader } from "../../../ui/PanelHeader.tsx";
import { useVariantRun } from "../use-variant-run.ts";
import { useFocusedVariant } from "../use-variants.ts";
import { RequestView } from "../wire/RequestView.tsx";
import { ResponseView } from "../wire/ResponseView.tsx";
import { ExchangeList } from "./ExchangeList.tsx";
import styles from "./Inspector.module.css";

/** Every HTTP exchange of the current run, to Langfuse and to the provider, with what was sent and what came back. */
export function Inspector() {
  const variant = useFocusedVariant();
  const record = useVariantRun(variant.id)?.record;
  const chosenId = useView((state) => state.exchangeId);
  const chooseExchange = useView((state) => state.chooseExchange);
  const run = useCommands((state) => state.run);
  const exchanges = record?.exchanges ?? [];
  const chosen =
    exchanges.find((exchange) => exchange.id === chosenId) ??
    exchanges.findLast((exchange) => exchange.kind === "provider") ??
    exchanges.at(-1);
  const resolved = record?.resolved?.prompt;
  const isProvider = chosen?.kind === "provider";
  const close = (
    <IconButton
      size="small"
      label="Close the inspector"
      shortcut={commandInfo("inspector.toggle").shortcut}
      icon={<X aria-hidden="true" />}
      onClick={() => run("inspector.toggle")}
    />
  );
  return (
    <section className={styles["inspector"]} aria-label="Inspector">
      <div className={styles["list"]}>
        <PanelHeader title="Requests">{record && <Chip>this run</Chip>}</PanelHeader>
        {chosen ? (
          <ExchangeList exchanges={exchanges} chosen={chosen.id} onChoose={chooseExchange} />
        ) : (
          <p className={styles["none"]}>
            {record ? "This run sent no request." : "Run to see every request that leaves this machine."}
          </p>
        )}
      </div>
      <section className={styles["pane"]} aria-label="Request of the chosen exchange">
        {chosen ? (
          <RequestView
            title="Request"
            request={chosen.request}
            plan={isProvider ? record?.plan : undefined}
            template={resolved && `${resolved.name} v${resolved.version}`}
            sent
          />
        ) : (
          <PanelHeader title="Request" />
        )}
      </section>
      <section className={styles["pane"]} aria-label="Response of the chosen exchange">
        {chosen ? (
          <ResponseView title="Response" exchange={chosen} frames end={close} />
        ) : (
          <PanelHeader title="Response">{close}</PanelHeader>
        )}
      </section>
    </section>
  );
}
