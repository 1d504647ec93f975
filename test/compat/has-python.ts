import { spawnSync } from "node:child_process";

/** Whether python3 can import a module here; says so when it cannot, since the tests that need it are then skipped. */
export function hasPython(module: string): boolean {
  const found = spawnSync("python3", ["-c", `import ${module}`]).status === 0;
  if (!found) console.warn(`Skipped: python3 cannot import ${module} here.`);
  return found;
}
