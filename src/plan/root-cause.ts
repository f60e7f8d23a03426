import type { ObservedStack, Operation } from "../model/observed-stack.ts";

/** Why an operation failed, in one sentence without a full stop: `UPDATE failed: Service (AWS::ECS::Service): …`. */
export function describeFailure(operation: Operation | undefined, from: ObservedStack): string {
  const verb =
    operation === undefined || operation.kind === "unknown"
      ? "the last operation"
      : operation.kind.toUpperCase();
  const cause = operation?.cause;
  if (cause !== undefined) {
    const nested = cause.stack === from.name ? "" : ` in ${cause.stack}`;
    return `${verb} failed: ${cause.logicalId} (${cause.type})${nested}: ${oneSentence(cause.reason)}`;
  }
  return from.statusReason === undefined
    ? `${verb} failed`
    : `${verb} failed: ${oneSentence(from.statusReason)}`;
}

/** Text of CloudFormation as part of one of our sentences: on one line, without its full stop. */
export function oneSentence(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
}
