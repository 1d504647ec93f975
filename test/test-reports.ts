import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

interface ReportedTest {
  name: string;
  ms: number;
  /** Only of a test that failed: the first line of why. */
  failure?: string;
}

interface VitestReport {
  testResults?: {
    name: string;
    /** Why the file could not be run at all. */
    message?: string;
    status?: string;
    assertionResults: {
      fullName: string;
      duration?: number | null;
      status?: string;
      failureMessages?: string[] | null;
    }[];
  }[];
}

interface Suite {
  title: string;
  suites?: Suite[];
  specs?: {
    title: string;
    file: string;
    tests: {
      projectName: string;
      status?: string;
      results: { duration: number; errors?: { message?: string }[] }[];
    }[];
  }[];
}

interface PlaywrightReport {
  suites?: Suite[];
}

/** The tests of all JSON reports in a folder, Vitest's and Playwright's alike. */
export function reportedTests(folder: string): ReportedTest[] {
  const reports = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return reports.flatMap((name) => testsOf(JSON.parse(readFileSync(join(folder, name), "utf8"))));
}

/** The `count` slowest, the slowest first. */
export function slowestTests(tests: readonly ReportedTest[], count: number): ReportedTest[] {
  return tests.toSorted((a, b) => b.ms - a.ms).slice(0, count);
}

/** Every test of one report; the attempts of a test that was tried again count together. */
function testsOf({ testResults = [], suites = [] }: VitestReport & PlaywrightReport): ReportedTest[] {
  const ofVitest = testResults.flatMap(({ name, message, status: ofFile, assertionResults }) => {
    const file = name.replace(/^.*?\/(?=test\/)/, "");
    const tests = assertionResults.map(({ fullName, duration, status, failureMessages }) => ({
      name: `${file} › ${fullName}`,
      ms: duration ?? 0,
      ...(status === "failed" ? { failure: firstLine(failureMessages?.[0]) } : {}),
    }));
    const unread = ofFile === "failed" && tests.every((test) => test.failure === undefined);
    return unread ? [...tests, { name: file, ms: 0, failure: firstLine(message) }] : tests;
  });
  return [...ofVitest, ...suites.flatMap(specsOf)];
}

function specsOf({ specs = [], suites = [] }: Suite): ReportedTest[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests.map(({ projectName, status, results }) => ({
      name: `[${projectName}] ${file} › ${title}`,
      ms: results.reduce((sum, { duration }) => sum + duration, 0),
      ...(status === "unexpected" ? { failure: firstLine(results.at(-1)?.errors?.[0]?.message) } : {}),
    })),
  );
  return [...own, ...suites.flatMap(specsOf)];
}

function firstLine(message = ""): string {
  return stripVTControlCharacters(message).split("\n", 1)[0] ?? "";
}
