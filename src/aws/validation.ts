import type { CloudFormation, OperationEvent } from "@aws-sdk/client-cloudformation";
import type { ValidationFinding } from "../model/change-set.ts";
import { kindOf, readFailure } from "./failure.ts";
import { pagesOf } from "./pages.ts";
import { compact } from "./shape.ts";
import { cleanText } from "./wording.ts";

const MAX_PAGES = 20;
const MAX_FINDINGS = 50;

/**
 * What early validation found in a change set. CloudFormation tells it in `DescribeEvents` only; the change set itself
 * merely names the check. Source: user guide, "Validate stack deployments".
 */
export async function readFindings(
  cfn: CloudFormation,
  changeSetId: string,
): Promise<readonly ValidationFinding[]> {
  try {
    return await readAll(cfn, changeSetId);
  } catch (error) {
    // The change set has failed either way; not being allowed to know why must not stop the whole account.
    if (kindOf(readFailure(error)) === "denied") return [UNKNOWN_FINDING];
    throw error;
  }
}

const UNKNOWN_FINDING: ValidationFinding = {
  message: "Mooring's role may not call cloudformation:DescribeEvents, which would tell what was found",
  isFatal: false,
};

async function readAll(cfn: CloudFormation, changeSetId: string): Promise<readonly ValidationFinding[]> {
  const findings: ValidationFinding[] = [];
  const read = (token: string | undefined) =>
    cfn.describeEvents({ ChangeSetName: changeSetId, NextToken: token });
  for await (const page of pagesOf(read, MAX_PAGES)) {
    findings.push(...(page.OperationEvents ?? []).filter(isFinding).map(toFinding));
    if (findings.length >= MAX_FINDINGS) break;
  }
  return findings.slice(0, MAX_FINDINGS);
}

function isFinding({ EventType, ValidationStatus }: OperationEvent): boolean {
  return EventType === "VALIDATION_ERROR" && ValidationStatus !== "SKIPPED";
}

/** Only what AWS calls a warning is one. */
function toFinding(event: OperationEvent): ValidationFinding {
  return compact({
    logicalId: cleanText(event.LogicalResourceId),
    path: cleanText(event.ValidationPath),
    message:
      cleanText(event.ValidationStatusReason ?? event.ResourceStatusReason) ??
      `${cleanText(event.ValidationName) ?? "a validation"} failed, and CloudFormation gives no reason`,
    isFatal: event.ValidationFailureMode !== "WARN",
  });
}
