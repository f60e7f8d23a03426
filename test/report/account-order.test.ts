import { expect, test } from "@jest/globals";
import { accountOrder } from "../../src/report/account-order.ts";

test("accounts stand below those that they come after, and by name otherwise", () => {
  const accounts = [
    { name: "dev", after: [] },
    { name: "production", after: ["test", "dev"] },
    { name: "sandbox", after: [] },
    { name: "test", after: ["dev"] },
  ];
  expect(accountOrder(accounts)).toEqual(["dev", "sandbox", "test", "production"]);
});

test("an account that is not there, or a circle, keeps nobody waiting", () => {
  expect(accountOrder([{ name: "a", after: ["gone"] }])).toEqual(["a"]);
  expect(
    accountOrder([
      { name: "a", after: ["b"] },
      { name: "b", after: ["a"] },
    ]).toSorted(),
  ).toEqual(["a", "b"]);
});
