import type { RunScript } from "../ecs/run-scripts.ts";
import { runScripts, setRunScripts } from "../ecs/run-scripts.ts";
import type { Json } from "../json.ts";
import { isList } from "../json.ts";
import { ControlError } from "./control-error.ts";
import { numberField, objectWith, textField, textsField } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/tasks`: what becomes of containers of tasks that RunTask starts. */
export const readTasks: ControlRoute = ({ world }) => ({
  runs: runScripts(world).map((script) => ({ ...script })),
});

/**
 * `POST /_sandbox/tasks { runs: [{ image, command, exitCode, seconds, logs }] }`: what becomes of containers of tasks that RunTask
 * starts from now on, by patterns of their image and command; the first that fits. All others end well.
 */
export const setTasks: ControlRoute = (sandbox, body, query) => {
  const { runs } = objectWith(body, ["runs"], "tasks");
  if (!isList(runs) || runs.length > MAX_RUNS)
    throw new ControlError(`tasks must have "runs", a list of at most ${String(MAX_RUNS)} objects`);
  setRunScripts(sandbox.world, runs.map(readScript));
  return readTasks(sandbox, body, query);
};

const MAX_RUNS = 1000;
const MAX_SECONDS = 7 * 24 * 3600;

function readScript(value: Json): RunScript {
  const where = "a run";
  const run = objectWith(value, ["image", "command", "exitCode", "seconds", "logs"], where);
  const image = textField(run, "image", where);
  const command = textField(run, "command", where);
  return {
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command }),
    exitCode: numberField(run, "exitCode", { min: 0, max: 255 }, where) ?? 0,
    seconds: numberField(run, "seconds", { min: 0, max: MAX_SECONDS }, where) ?? 0,
    logs: textsField(run, "logs", where) ?? [],
  };
}
