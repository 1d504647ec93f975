import { registerHooks } from "node:module";

// `electron` means the stand-in, for import and require alike, and as one instance.
const standIn = new URL("./electron.mjs", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "electron" && specifier !== "electron/main") return next(specifier, context);
    return { url: standIn, format: "module", shortCircuit: true };
  },
});
