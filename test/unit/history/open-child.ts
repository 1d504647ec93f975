import { openHistory } from "../../../electron/engine/history/history.ts";

/* Run by node alone, to be killed: opens the history of a folder, with limits if some are given, and tells of it. */

const [folder = "", limits = "{}"] = process.argv.slice(2);
console.log("starts");
const history = await openHistory({ folder, limits: { maxAgeDays: null, maxGigabytes: null, ...JSON.parse(limits) } });
console.log("opened");
await history.close();
