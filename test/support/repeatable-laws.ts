import fc from "fast-check";

/**
 * Property tests start from the same seed every time, so that a run can be repeated and a change is judged by its own
 * merits. `MOORING_SEED=$RANDOM npm test` looks elsewhere; a failure prints the seed it had.
 */
const DEFAULT_SEED = 20_260_101;

fc.configureGlobal({ seed: Number(process.env["MOORING_SEED"] ?? DEFAULT_SEED) });
