/** Something that has to come after others. */
export interface Dependent {
  readonly app: string;
  readonly dependsOn: readonly string[];
}

/**
 * Puts what others depend on before them, otherwise keeping the given order. Names that are not in the list are
 * ignored, and a cycle (the manifest refuses them) is cut where it is entered.
 */
export function inDependencyOrder<T extends Dependent>(items: readonly T[]): readonly T[] {
  const byApp = new Map(items.map((item) => [item.app, item]));
  const ordered = new Set<T>();
  const entered = new Set<T>();
  const visit = (item: T): void => {
    if (entered.has(item)) return;
    entered.add(item);
    for (const app of item.dependsOn) {
      const dependency = byApp.get(app);
      if (dependency !== undefined) visit(dependency);
    }
    ordered.add(item);
  };
  items.forEach(visit);
  return [...ordered];
}
