import type { ModelPrice } from "@shared/domain/model/price.ts";
import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { errorProps } from "../../stores/error-props.ts";
import { usePrices } from "../../stores/settings/prices.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { PriceForm } from "./PriceForm.tsx";
import styles from "./PricesSection.module.css";
import { PriceTable } from "./PriceTable.tsx";
import { emptyPrice, matchingPrices, type PriceDraft } from "./price-entries.ts";
import { SettingsSection } from "./SettingsSection.tsx";

/** What a million tokens cost, by model: own prices, which win, then Langfuse's, then those that come along. */
export function PricesSection() {
  const { table, error, load, save } = usePrices();
  const [filter, setFilter] = useState("");
  const [edited, setEdited] = useState<{ price: PriceDraft; place: number | null } | null>(null);
  useEffect(() => void load(), [load]);
  const own = table?.own ?? [];
  const bundled = matchingPrices(table?.bundled ?? [], filter);
  const langfuse = table?.langfuseModels;
  const keep = async (price: ModelPrice) => {
    const place = edited?.place ?? null;
    const failed = await save(place === null ? [...own, price] : own.map((one, at) => (at === place ? price : one)));
    if (!failed) setEdited(null);
  };
  return (
    <SettingsSection
      id="prices"
      title="Prices"
      text="US dollars for a million tokens. A model without a price has no cost: it is never guessed."
      state={<Chip>{own.length === 1 ? "1 own price" : `${own.length} own prices`}</Chip>}
    >
      {error && <ErrorCard {...errorProps(error)} />}
      {own.length > 0 && (
        <PriceTable
          label="Own prices"
          prices={own}
          onEdit={(price, place) => setEdited({ price, place })}
          onRemove={(place) => void save(own.filter((_, at) => at !== place))}
        />
      )}
      {edited ? (
        <PriceForm price={edited.price} onSave={keep} onCancel={() => setEdited(null)} />
      ) : (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden="true" />}
            onClick={() => setEdited({ price: emptyPrice(new Date()), place: null })}
          >
            Add a price
          </Button>
        </div>
      )}
      <p className={styles["hint"]}>
        {langfuse === undefined
          ? "A Langfuse project’s own model prices, where it tells them, come before those below."
          : `The Langfuse project has prices of ${langfuse} models; they come before those below.`}
      </p>
      <TextField
        aria-label="Filter the bundled prices"
        placeholder="Filter by model"
        value={filter}
        onChange={setFilter}
      />
      <PriceTable
        label="Bundled prices"
        prices={bundled}
        editLabel="Use another price for"
        onEdit={(price) => setEdited({ price: { ...emptyPrice(new Date()), ...price, source: "own" }, place: null })}
      />
    </SettingsSection>
  );
}
