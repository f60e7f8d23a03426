import { abandon, adopt } from "../../resources/orphans.ts";
import { takeName } from "../../resources/names.ts";
import type { DesiredResource } from "../desired.ts";
import { recordAs } from "../desired.ts";
import { liveProperties, liveStateOf, withLive } from "../drift/live.ts";
import type { ResourceRecord } from "../records.ts";
import { writeResourceEvent } from "./events.ts";
import type { Run } from "./run.ts";
import { putRecord } from "./run.ts";
import { isPhysical, lastingMs, putWork } from "./work.ts";

/** Starts to take a physical resource into the stack. It stays as it is: where the template says otherwise, it has drifted. */
export function importResource(run: Run, desired: DesiredResource, physicalId: string): void {
  const { world, region, stackId, at } = run;
  const { logicalId, type } = desired;
  const orphan = adopt(world, region, { type, physicalId });
  const imported = recordAs(desired, {
    stackId,
    status: "IMPORT_IN_PROGRESS",
    changedAt: at,
    attributes: orphan?.attributes ?? {},
    physicalId: orphan?.physicalId,
  });
  const record =
    orphan === undefined ? imported : withLive(imported, liveStateOf(desired.properties, orphan.properties));
  putRecord(run, record);
  writeResourceEvent(
    region,
    { ...record, physicalId },
    {
      at,
      status: "IMPORT_IN_PROGRESS",
      reason: "Resource import started.",
    },
  );
  if (orphan !== undefined) holdName(run, { ...record, properties: orphan.properties }, physicalId);
  putWork(run, {
    stackId,
    logicalId,
    step: "import",
    state: "running",
    dueAt: at + lastingMs(run, type, "update"),
    isImported: true,
    ...(orphan === undefined ? { refusal: `${physicalId} does not exist.` } : {}),
  });
}

function holdName(
  run: Run,
  { stackId, logicalId, type, properties }: ResourceRecord,
  physicalId: string,
): void {
  const { account, region } = run.region;
  takeName({ world: run.world, account, region, type, properties }, { stackId, logicalId, physicalId });
}

/** The import is done; at last the resource gets the stack's tags. */
export function completeImport(run: Run, record: ResourceRecord): void {
  const tags = { at: run.at, reason: "Apply stack-level tags to imported resource if applicable." };
  writeResourceEvent(run.region, record, {
    at: run.at,
    status: "IMPORT_COMPLETE",
    reason: "Resource import completed.",
  });
  writeResourceEvent(run.region, record, { ...tags, status: "UPDATE_IN_PROGRESS" });
  writeResourceEvent(run.region, record, { ...tags, status: "UPDATE_COMPLETE" });
  putRecord(run, { ...record, status: "UPDATE_COMPLETE", changedAt: run.at });
}

/** The resource leaves the stack and stays in the world, as it is; one that a person has deleted is nowhere. */
export function letGo(run: Run, record: ResourceRecord): void {
  if (!isPhysical(record) || record.live?.kind === "deleted") return;
  abandon(run.world, run.region, { ...record, properties: liveProperties(record) });
}
