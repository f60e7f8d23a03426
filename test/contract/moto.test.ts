import { test } from "@jest/globals";
import { checksContract } from "./checks-contract.ts";
import type { ContractHost } from "./cloud-contract.ts";
import { cloudContract } from "./cloud-contract.ts";
import { driftContract } from "./drift-contract.ts";
import { MOTO_TOLERANCES } from "./tolerances.ts";

const url = process.env["MOTO_URL"];

/** Jest takes no file without a test. */
const skipped = test.skip;

if (url === undefined) {
  process.stderr.write(
    "The contract suite did not run on moto: `npm run test:moto` does, with moto_server on the PATH.\n",
  );
  skipped("the Cloud port on moto: runs when MOTO_URL says where it is", () => undefined);
} else {
  const host: ContractHost = {
    url: () => url,
    async reset() {
      const response = await fetch(new URL("/moto-api/reset", url), { method: "POST" });
      if (!response.ok) throw new Error(`moto cannot be reset: ${String(response.status)}`);
    },
    tolerances: MOTO_TOLERANCES,
  };
  cloudContract("moto", host);
  driftContract("moto", host);
  checksContract("moto", host);
}
