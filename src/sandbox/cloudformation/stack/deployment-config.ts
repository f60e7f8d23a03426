import { validationError } from "../../errors.ts";
import type { Input, OutputValue } from "../api.ts";
import { choice, flag, structure } from "../input.ts";
import type { OnFailure } from "../operation/records.ts";
import type { DeploymentConfig } from "../records.ts";

/** `DeploymentConfig` of a request; `undefined` when it was not sent. Throws ValidationError. */
export function givenDeploymentConfig(input: Input): DeploymentConfig | undefined {
  const value = structure(input, "DeploymentConfig");
  if (value === undefined) return undefined;
  const mode = choice(value, "Mode", ["STANDARD", "EXPRESS"]);
  const disableRollback = flag(value, "DisableRollback");
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(disableRollback === undefined ? {} : { disableRollback }),
  };
}

/** What a request says about rolling back, wherever it says it. */
export interface RollbackChoice {
  /** `DisableRollback` of the request itself. */
  readonly isDisabled: boolean | undefined;
  /** `OnFailure`, or `OnStackFailure` of a change set. */
  readonly onFailure: OnFailure | undefined;
  readonly config: DeploymentConfig | undefined;
}

/**
 * What a failed operation leads to. Nothing said, EXPRESS does not roll back. (User guide, express mode.)
 *
 * Throws ValidationError when the request says it twice.
 */
export function onFailureOf({ isDisabled, onFailure, config }: RollbackChoice): OnFailure {
  const inConfig = config?.disableRollback;
  if (inConfig !== undefined && (isDisabled !== undefined || onFailure !== undefined))
    throw validationError(
      "You can specify either DeploymentConfig.DisableRollback, DisableRollback or OnFailure, but not more than one.",
    );
  if (onFailure !== undefined) return onFailure;
  return (isDisabled ?? inConfig ?? config?.mode === "EXPRESS") ? "DO_NOTHING" : "ROLLBACK";
}

/**
 * Whether replacements are refused: where a person has turned rollback off. (User guide, stack failure options.)
 *
 * EXPRESS, which turns it off by itself, lets them pass: it "works with all existing templates". Unverified.
 */
export function forbidsReplacement({ isDisabled, onFailure, config }: RollbackChoice): boolean {
  return isDisabled === true || onFailure === "DO_NOTHING" || config?.disableRollback === true;
}

/** A deployment configuration as a request would say it. */
export function renderDeploymentConfig(config: DeploymentConfig | undefined): OutputValue {
  return config === undefined ? undefined : { Mode: config.mode, DisableRollback: config.disableRollback };
}
