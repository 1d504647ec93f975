import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface TimedTest {
  name: string;
  ms: number;
}

interface VitestReport {
  testResults?: { name: string; assertionResults: { fullName: string; duration?: number | null }[] }[];
}

interface Suite {
  title: string;
  suites?: Suite[];
  specs?: { title: string; file: string; tests: { projectName: string; results: { duration: number }[] }[] }[];
}

interface PlaywrightReport {
  suites?: Suite[];
}

/** The `count` slowest tests of all JSON reports in a folder, Vitest's and Playwright's alike, the slowest first. */
export function slowestTests(folder: string, count: number): TimedTest[] {
  const reports = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return reports
    .flatMap((name) => timedTests(JSON.parse(readFileSync(join(folder, name), "utf8"))))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, count);
}

/** Every test of one report with its time; the attempts of a test that was tried again count together. */
export function timedTests({ testResults = [], suites = [] }: VitestReport & PlaywrightReport): TimedTest[] {
  const ofVitest = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${name.replace(/^.*?\/(?=test\/)/, "")} › ${fullName}`,
      ms: duration ?? 0,
    })),
  );
  return [...ofVitest, ...suites.flatMap(timedSpecs)];
}

function timedSpecs({ specs = [], suites = [] }: Suite): TimedTest[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests.map(({ projectName, results }) => ({
      name: `[${projectName}] ${file} › ${title}`,
      ms: results.reduce((sum, { duration }) => sum + duration, 0),
    })),
  );
  return [...own, ...suites.flatMap(timedSpecs)];
}
