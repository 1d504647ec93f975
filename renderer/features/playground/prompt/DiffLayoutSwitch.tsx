import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";

interface DiffLayoutSwitchProps {
  /** One text with signs instead of two beside each other. */
  isInline: boolean;
  onChange(isInline: boolean): void;
}

/** How two texts that are compared stand. */
export function DiffLayoutSwitch({ isInline, onChange }: DiffLayoutSwitchProps) {
  return (
    <SegmentedControl
      label="How the texts stand"
      size="small"
      value={isInline ? "inline" : "beside"}
      segments={[
        { value: "inline", label: "Inline" },
        { value: "beside", label: "Side by side" },
      ]}
      onChange={(value) => onChange(value === "inline")}
    />
  );
}
