import type { Subject } from "../model/preflight.ts";
import { describeQuota } from "./judge-quota.ts";

/** What a check looks at, in a word or two. */
export function describeSubject(subject: Subject): string {
  switch (subject.kind) {
    case "image":
      return `${subject.image.image}:${subject.image.tag.tag} (${subject.image.architecture})`;
    case "secret":
      return subject.id;
    case "parameter":
    case "bucket":
      return subject.name;
    case "certificate":
      return subject.names.join(", ");
    case "priority":
      return `${subject.priority} on the ${subject.balancer} load balancer`;
    case "quota":
      return describeQuota(subject.of);
    case "range":
      return subject.cidr;
    case "vpc":
      return subject.vpc;
    case "zone":
      return `${subject.domain} (${subject.id})`;
  }
}
