import type { JsonObject } from "../../json.ts";
import { isObject } from "../../json.ts";
import { scalarText } from "../../template/functions.ts";
import type { TableKind } from "../../world.ts";
import { arnOf } from "../arn.ts";
import type { Failure, ResourceBehaviour, ResourceContext } from "../behaviour.ts";
import { handlerFailure } from "../failure.ts";
import { genericPhysicalId } from "../identity.ts";

/** Queues that exist, by ARN: whether they are FIFO. */
const queues: TableKind<boolean> = { name: "queues" };

/** AWS::SQS::Queue: a FIFO queue's name ends in `.fifo`, and dead letters go to a queue of the same kind that exists. */
export const queue: ResourceBehaviour = {
  begin(context) {
    const place = { account: context.region.account, region: context.region.region };
    const url = genericPhysicalId({ ...context, ...place });
    const name = url.split("/").at(-1) ?? url;
    const refusal = wrongName(context, name) ?? wrongDeadLetters(context);
    if (refusal !== undefined) return refusal;
    const arn = arnOf(place, context.type, name, context.seed);
    context.region.table(queues).put(arn, isFifo(context.properties));
    return { kind: "begun", physicalId: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
  beginUpdate(context) {
    const { physicalId, attributes } = context.live;
    return wrongDeadLetters(context) ?? { kind: "begun", physicalId, attributes };
  },
  remove({ region, live }) {
    region.table(queues).delete(scalarText(live.attributes["Arn"]) ?? "");
    return { kind: "done" };
  },
};

function isFifo(properties: JsonObject): boolean {
  return scalarText(properties["FifoQueue"]) === "true";
}

function wrongName(context: ResourceContext, name: string): Failure | undefined {
  if (isFifo(context.properties) === name.endsWith(".fifo")) return undefined;
  const message = isFifo(context.properties)
    ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length."
    : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
  return refused(context, message);
}

function wrongDeadLetters(context: ResourceContext): Failure | undefined {
  const policy = context.properties["RedrivePolicy"];
  const target = isObject(policy) ? scalarText(policy["deadLetterTargetArn"]) : undefined;
  if (target === undefined) return undefined;
  const kind = context.region.table(queues).get(target);
  const reason =
    kind === undefined
      ? "Dead letter target does not exist."
      : kind === isFifo(context.properties)
        ? undefined
        : "Dead-letter queue must be same type of queue as the source.";
  return reason === undefined
    ? undefined
    : refused(
        context,
        `Value ${JSON.stringify(policy)} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
      );
}

function refused(context: ResourceContext, message: string): Failure {
  return handlerFailure(context, `${message} (Service: Sqs, Status Code: 400)`, "InvalidRequest");
}
