import {
  templateKey,
  type FetchedTemplate,
  type TemplateAddress,
  type TemplateRepositories,
} from "../../src/model/template-source.ts";

/** Templates of other repositories in memory. */
export interface MemoryTemplates extends TemplateRepositories {
  /** From now on this stands there; an Error is why it cannot be read. */
  put(address: TemplateAddress, text: string | Error, notes?: readonly string[]): void;
  /** How often somebody asked for anything. */
  reads(): number;
}

/** No repository has any template. */
export function memoryTemplates(): MemoryTemplates {
  const there = new Map<string, FetchedTemplate>();
  let reads = 0;
  return {
    reads: () => reads,
    put(address, text, notes = []) {
      const commit = Buffer.from(String(text)).toString("hex").padEnd(40, "0").slice(0, 40);
      there.set(
        templateKey(address),
        text instanceof Error
          ? { kind: "failed", address, why: { message: text.message } }
          : { kind: "found", address, text, commit, notes: notes.map((message) => ({ message })) },
      );
    },
    async read(wanted) {
      await Promise.resolve();
      if (wanted.length > 0) reads += 1;
      return wanted.map(
        (address) =>
          there.get(templateKey(address)) ?? { kind: "failed", address, why: { message: "there is none" } },
      );
    },
  };
}
