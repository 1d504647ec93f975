/**
 * The licences of everything that is bundled, made by the build beside the page.
 * @throws Error where the page is served without a build, as under `npm run dev`.
 */
export async function readNotices(): Promise<string> {
  const response = await fetch("./notices.txt");
  const text = await response.text();
  if (!response.ok || !text.startsWith("Promptscope contains")) throw new Error("There are no notices in this build.");
  return text;
}
