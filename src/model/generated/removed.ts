// Generated from schema/removed.schema.json by `npm run gen`; not to be edited.

/**
 * accounts/<name>/removed.yaml: names of apps whose removal, with their data, is meant.
 *
 * @maxItems 1000
 *
 * Items: Name of an app that is no longer placed in this account.
 */
export type RemovedFile = readonly string[];
