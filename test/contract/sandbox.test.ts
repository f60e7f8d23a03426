import { afterAll, beforeAll } from "@jest/globals";
import type { RunningSandbox } from "../../src/sandbox/server.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { checksContract } from "./checks-contract.ts";
import type { ContractHost } from "./cloud-contract.ts";
import { cloudContract } from "./cloud-contract.ts";
import { driftContract } from "./drift-contract.ts";

let sandbox: RunningSandbox | undefined;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, durations: "instant" });
});

afterAll(() => sandbox?.close());

const host: ContractHost = {
  url: () => sandbox?.url ?? "",
  async reset() {
    const response = await fetch(new URL("/_sandbox/reset", sandbox?.url), { method: "POST" });
    if (!response.ok) throw new Error(`the sandbox cannot be reset: ${String(response.status)}`);
  },
  tolerances: {},
};

cloudContract("the sandbox", host);
driftContract("the sandbox", host);
checksContract("the sandbox", host);
