import type { Clock } from "../../src/model/ports.ts";
import type { MemoryWorld } from "./memory-world.ts";

/** A clock that only moves when somebody sleeps; every sleep lets the worlds come one step further. */
export function memoryClock(worlds: readonly MemoryWorld[]): Clock & { readonly sleeps: readonly number[] } {
  let now = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    async sleep(ms) {
      sleeps.push(ms);
      now += ms;
      worlds.forEach((world) => world.tick());
      await Promise.resolve();
    },
  };
}
