import { jsonService } from "../protocol/json-service.ts";
import { describeSecret } from "./describe-secret.ts";

/** The one read of Secrets Manager on the wire. It tells no values. */
export const secretsmanager = jsonService({
  name: "secretsmanager",
  target: "secretsmanager",
  actions: { DescribeSecret: describeSecret },
});
