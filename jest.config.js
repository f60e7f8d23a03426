// The AWS SDK prints a Node 20 end-of-support warning to stderr; workers inherit this.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** @type {import('jest').Config} */
export default {
  testEnvironment: "node",
  // Long enough for a busy machine: no test asserts a time.
  testTimeout: 120_000,
  maxWorkers: "100%",
  // Modules of one test file stay in a worker's memory after it: without an end, hundreds of files fill it.
  workerIdleMemoryLimit: "2GB",
  // Compiles src/ for the tests that start real processes.
  globalSetup: "<rootDir>/test/support/build.js",
  setupFiles: ["<rootDir>/test/support/repeatable-laws.ts"],
  // `src` is a root so that files without a test show up in coverage.
  roots: ["<rootDir>/src", "<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        swcrc: false,
        module: { type: "es6" },
        sourceMaps: "inline",
        jsc: {
          target: "es2022",
          experimental: { keepImportAttributes: true },
          parser: { syntax: "typescript" },
        },
      },
    ],
  },
  collectCoverageFrom: ["src/**/*.ts", "!src/main.ts", "!src/model/generated/**"],
  coverageProvider: "babel",
  coverageReporters: ["text-summary", "lcovonly"],
};
