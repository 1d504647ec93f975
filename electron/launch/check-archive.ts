/** What the app cannot start without. */
const needed = [
  "/package.json",
  "/LICENSE",
  "/out/main/main.js",
  "/out/threads/history-worker.js",
  "/out/preload/preload.cjs",
  "/out/renderer/index.html",
  // The licences of what is inside, which ask to be where it is.
  "/out/renderer/notices.txt",
];
const keyRing = "node_modules|node_modules/@napi-rs(/keyring[^/]*(/[^/]*)?)?";
const allowed = new RegExp(`^/(package\\.json|LICENSE|${keyRing}|out|out/(main|threads|preload|renderer)(/.*)?)$`);

/**
 * What is wrong with a packed app (`app.asar`), by the paths in it: what is missing, and what must not be there (sources,
 * tests, maps, other hosts, packages but the key ring's). Empty where it is right.
 */
export function archiveProblems(paths: readonly string[]): string[] {
  const foreign = paths.filter((path) => !allowed.test(path) || /\.(map|ts|tsx|spec|test)$/.test(path));
  return [
    ...needed.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...foreign.map((path) => `${path} does not belong there`),
  ];
}
