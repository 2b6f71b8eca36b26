/** Which way imports may point (DESIGN: apps -> packages; contracts and answer-reader import nothing of ours). */
const inTests = "\\.test\\.ts$|/(test|bench|testing)/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "A cycle hides which of two files is the simpler one. Cycles of types alone cost nothing.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "apps-do-not-import-apps",
      comment: "Apps meet over the wire: contracts for the types, tRPC for the calls.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "packages-do-not-import-apps",
      severity: "error",
      from: { path: "^(packages|migrations)/" },
      to: { path: "^apps/" },
    },
    {
      name: "contracts-and-answer-reader-stand-alone",
      severity: "error",
      from: { path: "^packages/(contracts|answer-reader)/" },
      to: { path: "^packages/", pathNot: "^packages/$1/" },
    },
    {
      name: "packages-by-their-door",
      comment: "Another package is imported by its name and what it exports, never by a file of it.",
      severity: "error",
      from: { path: "^(apps|packages)/([^/]+)/" },
      to: {
        path: "^packages/",
        pathNot:
          "^packages/($2/|[^/]+/src/(index\\.ts|testing/(index|global-setup)\\.ts|embedded/index\\.ts))",
      },
    },
    {
      name: "sql-in-stores-and-read-models",
      comment: "knex and Objection appear where statements live, and nowhere else. Types may travel.",
      severity: "error",
      from: { path: "^apps/", pathNot: `(-store|-read-model)\\.ts$|/sql/|${inTests}` },
      to: { path: "node_modules/(knex|objection)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "flags-only-in-packages-flags",
      severity: "error",
      from: { pathNot: "^packages/flags/" },
      to: { path: "node_modules/unleash-client/" },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { pathNot: inTests },
      to: { path: "\\.test\\.ts$" },
    },
    {
      name: "everything-resolves",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules/(?!(knex|objection|unleash-client)/)" },
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".js", ".json"],
    },
  },
};
