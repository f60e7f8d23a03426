import { alarmArn, alarms, setAlarm } from "../../cloudwatch/alarms.ts";
import type { ResourceBehaviour } from "../behaviour.ts";
import { genericPhysicalId } from "../identity.ts";

/** AWS::CloudWatch::Alarm and CompositeAlarm: there from their creation on, in state OK, so that rollback triggers find them. */
export const alarm: ResourceBehaviour = {
  begin(context) {
    const { account, region } = context.region;
    const physicalId = genericPhysicalId({ ...context, account, region });
    const { arn } = setAlarm(context.region, physicalId, "OK", context.now);
    return { kind: "begun", physicalId, attributes: { Arn: arn } };
  },
  remove(context) {
    context.region.table(alarms).delete(alarmArn(context.region, context.live.physicalId));
    return { kind: "done" };
  },
};
