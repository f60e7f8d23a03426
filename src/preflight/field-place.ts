import type { Place } from "../model/place.ts";
import type { Subject } from "../model/preflight.ts";
import type { Placement } from "../model/repository.ts";
import { secretSubject } from "./container-subjects.ts";
import { describeSubject } from "./describe-subject.ts";

/** The line of the field that asks for something; `undefined` for what no single field of the app does. */
export function fieldPlace(subject: Subject, { spec, fieldPlaces }: Placement): Place | undefined {
  if (subject.kind === "image") return fieldPlaces?.version;
  const secrets = "secrets" in spec ? Object.entries(spec.secrets) : [];
  const [name] = secrets.find(([, source]) => isSame(secretSubject(source), subject)) ?? [];
  return name === undefined ? undefined : fieldPlaces?.secrets[name];
}

function isSame(one: Subject, other: Subject): boolean {
  return one.kind === other.kind && describeSubject(one) === describeSubject(other);
}
