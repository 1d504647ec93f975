/**
 * The folders that have a `tsconfig.json` of their own, because each knows another world: `shared` neither Node nor a
 * browser, `electron` only Node, `renderer` only the browser, `test` both. The top holds what they share and checks the
 * configurations of tools.
 */
export const typecheckedFolders = [".", "shared", "electron", "renderer", "test"];
