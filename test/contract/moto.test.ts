import { beforeAll, describe, test } from "@jest/globals";
import { cloudContract } from "./cloud-contract.ts";
import { MOTO_TOLERANCES } from "./tolerances.ts";

const url = process.env["MOTO_URL"];

if (url === undefined) {
  describe("the Cloud port on moto", () => {
    beforeAll(() => {
      process.stderr.write(
        "The contract suite did not run on moto: `npm run test:moto` does, with moto_server on the PATH.\n",
      );
    });
    test.skip("MOTO_URL is not set", () => undefined);
  });
} else {
  cloudContract("moto", {
    url: () => url,
    async reset() {
      const response = await fetch(new URL("/moto-api/reset", url), { method: "POST" });
      if (!response.ok) throw new Error(`moto cannot be reset: ${String(response.status)}`);
    },
    tolerances: MOTO_TOLERANCES,
  });
}
