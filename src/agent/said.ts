/** What the log said last of each subject: it is not said again until it changes. */
export interface Said {
  /** `isBrake`: it says that somebody's will keeps changes back, which is repeated on schedule. */
  isNews(subject: string, line: string, isBrake?: boolean): boolean;
  forgetBrakes(): void;
  /** Forgets every subject but these. */
  retain(subjects: ReadonlySet<string>): void;
  size(): number;
}

/** Nothing was said. */
export function newSaid(): Said {
  const lines = new Map<string, { readonly line: string; readonly isBrake: boolean }>();
  return {
    isNews(subject, line, isBrake = false) {
      const isKnown = lines.get(subject)?.line === line;
      lines.set(subject, { line, isBrake });
      return !isKnown;
    },
    forgetBrakes() {
      for (const [subject, { isBrake }] of lines) if (isBrake) lines.delete(subject);
    },
    retain(subjects) {
      for (const subject of lines.keys()) if (!subjects.has(subject)) lines.delete(subject);
    },
    size: () => lines.size,
  };
}
