import type { Log } from "../model/ports.ts";
import type { FetchedTemplate } from "../model/template-source.ts";

/** Tells what people should know of templates that could be read all the same. */
export interface TemplateNotes {
  /** Told once for as long as it is so. */
  tell(templates: readonly FetchedTemplate[]): void;
}

/** Nothing was told yet. */
export function newTemplateNotes(log: Log): TemplateNotes {
  let standing: ReadonlySet<string> = new Set();
  return {
    tell(templates) {
      const now = new Set<string>();
      for (const template of templates) {
        if (template.kind === "failed") continue;
        const { repository, path, ref } = template.address;
        for (const { message: why, remedy, cause } of template.notes) {
          const key = JSON.stringify([repository, path, ref, cause ?? why]);
          if (!standing.has(key))
            log.warn("template of another repository", { repository, path, ref, why, remedy });
          now.add(key);
        }
      }
      standing = now;
    },
  };
}
