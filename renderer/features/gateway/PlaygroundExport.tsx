import { ChevronDown, SquareTerminal } from "lucide-react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { commandsOf, offerCommands } from "../../stores/view-commands.ts";
import { Button } from "../../ui/Button.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useWhileShown } from "../../ui/use-while-shown.ts";

/** Writes what is set up in the playground as a config that LiteLLM loads: here, or into a file. */
export function PlaygroundExport() {
  const isEmpty = useGateway(({ text }) => text === null || text.trim() === "");
  const exported = async (use: (text: string) => void) => {
    const text = await useGateway.getState().exportPlayground();
    if (text !== null) use(text);
  };
  const replace = (text: string) =>
    void useGateway.getState().replaceText(text, "what is set up in the playground, each variant an entry");
  const entries = [
    {
      id: "here",
      label: isEmpty ? "Write it here" : "Replace this config",
      ...(isEmpty ? {} : { detail: "Undo brings this one back" }),
      onSelect: () => void exported(replace),
    },
    {
      id: "file",
      label: "Save as file…",
      detail: "config.yaml",
      onSelect: () =>
        void exported((text) => saveFile({ fileName: "config.yaml", mediaType: "application/yaml", text })),
    },
  ];
  useWhileShown(offerCommands, commandsOf("Gateway", entries, "From the playground: "));
  return (
    <Menu
      label="From the playground"
      align="end"
      trigger={
        <Button size="small" icon={<SquareTerminal aria-hidden="true" size={14} />}>
          From the playground
          <ChevronDown aria-hidden="true" size={12} />
        </Button>
      }
      entries={[{ id: "about", heading: "What is set up there, as a config that LiteLLM loads" }, ...entries]}
    />
  );
}
