import { describe, expect, it } from "vitest";
import { FileInputs } from "../../../renderer/features/inputs/FileInputs.tsx";
import { useInputs } from "../../../renderer/stores/inputs/inputs.ts";
import { usePrompt } from "../../../renderer/stores/prompts/prompt.ts";
import { promptRef, resolvedPrompt, savedInput } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const brought = [
  { name: "Example", variables: { tone: "warm" }, placeholders: {} },
  { name: "Test data 1", variables: { tone: "cold" }, placeholders: {} },
];

async function showOffer(ref = promptRef) {
  const kept = brought.map(({ name, variables }, index) => savedInput(String(index), name, variables));
  const fake = startStores({ "inputs.import": kept });
  usePrompt.setState({ stored: { ...resolvedPrompt(), ref, inputs: brought } });
  useInputs.setState({ owner: promptRef, inputs: [] });
  return { fake, screen: await show(<FileInputs />) };
}

describe("the values that a prompt's file brings along", () => {
  it("are offered once, kept as named inputs, and not offered again", async () => {
    const { screen, fake } = await showOffer();
    await expect.element(screen.getByText("The file brings 2 inputs.")).toBeVisible();
    await screen.getByRole("button", { name: "Keep" }).click();
    await expect.element(screen.getByText(/The file brings/)).not.toBeInTheDocument();
    const [{ prompt, json }] = fake.inputsOf("inputs.import") as [{ prompt: unknown; json: string }];
    expect(prompt).toEqual(promptRef);
    expect(JSON.parse(json)).toEqual({ inputs: brought });
  });

  it("are not offered to another prompt while its own are on their way", async () => {
    const { screen } = await showOffer({ ...promptRef, name: "another" });
    await expect.element(screen.getByText(/The file brings/)).not.toBeInTheDocument();
  });
});
