import type { AccountFile } from "../model/generated/account.ts";
import type { Flaw } from "./flaw.ts";
import { keyOrigin, nearest, type Tree, type TreePath } from "./tree.ts";

/** Something that a schema cannot say and that AWS would refuse, or that could never work. */
export interface Objection {
  /** The field that is wrong. */
  readonly path: TreePath;
  readonly message: string;
  readonly remedy: string;
}

/** A rule for the merged fields of an app, in an account. */
export type SpecRule<Spec> = (spec: Spec, account: AccountFile) => readonly Objection[];

/** The objections of all rules, each at the place where its field was written. */
export function objectTo<Spec>(
  rules: readonly SpecRule<Spec>[],
  spec: Spec,
  tree: Tree,
  account: AccountFile,
): readonly Flaw[] {
  return rules.flatMap((rule) => rule(spec, account)).map((objection) => flawOf(objection, tree));
}

/** An objection at the place where its field was written. */
export function flawOf({ path, message, remedy }: Objection, tree: Tree): Flaw {
  return { origin: originOf(tree, path), message, remedy };
}

function originOf(tree: Tree, path: TreePath): Flaw["origin"] {
  const node = nearest(tree, path);
  return node.kind === "scalar" || node.kind === "list" ? node.origin : keyOrigin(tree, path);
}
