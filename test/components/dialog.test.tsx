import { useState } from "react";
import { expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Dialog } from "../../renderer/ui/Dialog.tsx";
import { show } from "./show.tsx";

function Opened({ onClose }: { onClose(): void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <Dialog open={open} title="Compare" onClose={onClose}>
        Texts to read
      </Dialog>
    </>
  );
}

it("one Escape closes a dialog of which nothing was chosen yet (the first took away the hint of its Close button alone)", async () => {
  const onClose = vi.fn();
  const screen = await show(<Opened onClose={onClose} />);
  screen.getByRole("button", { name: "Open" }).element().focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByRole("dialog", { name: "Compare" })).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});
