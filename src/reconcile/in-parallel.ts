import PQueue from "p-queue";

/**
 * Works on all items, so many at a time, and gives the results in the order of the items. After a failure nothing more
 * is begun; what was begun is finished, and then the first failure is thrown on.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const queue = new PQueue({ concurrency: limit });
  const failures: unknown[] = [];
  const run = async (item: Item): Promise<readonly Result[]> => {
    if (failures.length > 0) return [];
    try {
      return [await work(item)];
    } catch (error) {
      failures.push(error);
      return [];
    }
  };
  const results = await queue.addAll(items.map((item) => () => run(item)));
  if (failures.length > 0) throw failures[0];
  return results.flat();
}
