import type { ModelPrice } from "@shared/domain/model/price.ts";
import { Pencil, Trash2 } from "lucide-react";
import { formatCount } from "../../ui/figures.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./PricesSection.module.css";

interface PriceTableProps {
  label: string;
  prices: readonly ModelPrice[];
  editLabel?: string;
  onEdit(price: ModelPrice, place: number): void;
  onRemove?(place: number): void;
}

/** Prices by model, each with its date and source. */
export function PriceTable({ label, prices, editLabel = "Change the price of", onEdit, onRemove }: PriceTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles["scroll"]} aria-label={label} tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">In</th>
            <th scope="col">Cached</th>
            <th scope="col">Out</th>
            <th scope="col">As of</th>
            <th scope="col">Source</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {prices.map((price, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a model may have several prices, told apart by their place
            <tr key={place}>
              <th scope="row">
                {price.model}
                {price.provider !== undefined && <span className={styles["provider"]}> {price.provider}</span>}
              </th>
              <td className={styles["figure"]}>{dollars(price.input)}</td>
              <td className={styles["figure"]}>{dollars(price.cachedInput)}</td>
              <td className={styles["figure"]}>{dollars(price.output)}</td>
              <td className={styles["figure"]}>{price.asOf}</td>
              <td className={styles["source"]} title={sourceText(price)}>
                {sourceText(price)}
              </td>
              <td className={styles["buttons"]}>
                <IconButton
                  size="small"
                  label={`${editLabel} ${price.model}`}
                  icon={<Pencil aria-hidden="true" />}
                  onClick={() => onEdit(price, place)}
                />
                {onRemove && (
                  <IconButton
                    size="small"
                    label={`Remove the price of ${price.model}`}
                    icon={<Trash2 aria-hidden="true" />}
                    onClick={() => onRemove(place)}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Where a price is from, after the number of input tokens up to which it holds. */
function sourceText({ source, upToInputTokens }: ModelPrice): string {
  return upToInputTokens === undefined ? source : `up to ${formatCount(upToInputTokens)} input · ${source}`;
}

function dollars(price: number | undefined): string {
  return price === undefined ? "—" : `$${price}`;
}
