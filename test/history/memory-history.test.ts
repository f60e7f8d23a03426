import { expect, test } from "@jest/globals";
import { memoryHistory } from "../../src/history/memory-history.ts";
import { agentEvent } from "../support/events.ts";

test("the latest events are there, newest first, filtered and bounded", async () => {
  const history = memoryHistory(4);
  for (const number of [1, 2, 3, 4, 5, 6]) {
    history.add(agentEvent(number, { account: number % 2 === 0 ? "dev" : "production" }));
  }
  const numbersOf = async (account?: string): Promise<readonly number[]> =>
    (await history.read({ limit: 10, ...(account === undefined ? {} : { account }) })).map(({ id }) =>
      Number.parseInt(id, 16),
    );
  expect([await numbersOf(), await numbersOf("dev")]).toEqual([
    [6, 5, 4, 3],
    [6, 4],
  ]);
});
