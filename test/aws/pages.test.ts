import { expect, test } from "@jest/globals";
import { pagesOf } from "../../src/aws/pages.ts";

interface NumberPage {
  readonly numbers: readonly number[];
  readonly NextToken?: string;
}

async function readAll(pages: readonly NumberPage[], atMost = 10): Promise<readonly number[]> {
  const all: number[] = [];
  const read = (token: string | undefined) => Promise.resolve(pages[Number(token ?? "0")] ?? { numbers: [] });
  for await (const page of pagesOf(read, atMost)) all.push(...page.numbers);
  return all;
}

test("an empty page with a token is not the end", async () => {
  const pages = [{ numbers: [1], NextToken: "1" }, { numbers: [], NextToken: "2" }, { numbers: [3] }];
  expect(await readAll(pages)).toEqual([1, 3]);
});

test("an empty token is the end", async () => {
  expect(await readAll([{ numbers: [1], NextToken: "" }])).toEqual([1]);
});

test("more pages than the bound is an error, not a shorter answer", async () => {
  const pages = [{ numbers: [1], NextToken: "1" }, { numbers: [2], NextToken: "2" }, { numbers: [3] }];
  await expect(readAll(pages, 2)).rejects.toThrow("does not end: more than 2 pages");
  await expect(readAll(pages, 3)).resolves.toEqual([1, 2, 3]);
});

test("a token that comes back is an error, not an endless loop", async () => {
  const pages = [
    { numbers: [1], NextToken: "1" },
    { numbers: [2], NextToken: "1" },
  ];
  await expect(readAll(pages)).rejects.toMatchObject({
    kind: "unexpected",
    message: expect.stringContaining("twice"),
  });
});
