/**
 * A finding of checkov.
 * @typedef {{ check: string, name: string, type: string, id: string, template: string }} Finding
 *
 * Findings that are meant: of one check on one type of resource, in templates whose whole name fits the regular expression
 * (without one, in all), and why.
 * @typedef {{ check: string, type: string, templates?: string, reason: string }} Excuse
 */

/**
 * The findings in checkov's JSON. A template that it could not read is an error: what nobody looked at is not secure.
 * @param {string} output
 * @returns {readonly Finding[]}
 */
export function findingsIn(output) {
  const { results, summary } = JSON.parse(output);
  if (summary.parsing_errors > 0 || !(summary.resource_count > 0)) {
    throw new Error(
      `checkov read ${summary.resource_count} resources, and could not read ${JSON.stringify(results.parsing_errors)}`,
    );
  }
  return results.failed_checks.map(({ check_id, check_name, resource, file_path }) => {
    const [, type, id] = /^(.*)\.([^.]+)$/.exec(resource);
    return { check: check_id, name: check_name, type, id, template: file_path.replace(/^\/|\.[a-z]+$/g, "") };
  });
}

/**
 * What no excuse covers, and excuses that cover nothing any more.
 * @param {readonly Finding[]} findings
 * @param {readonly Excuse[]} excuses
 * @returns {{ findings: readonly Finding[], excuses: readonly Excuse[] }}
 */
export function unexcused(findings, excuses) {
  return {
    findings: findings.filter((finding) => !excuses.some((excuse) => covers(excuse, finding))),
    excuses: excuses.filter((excuse) => !findings.some((finding) => covers(excuse, finding))),
  };
}

/**
 * @param {Excuse} excuse
 * @param {Finding} finding
 */
function covers({ check, type, templates = ".*" }, finding) {
  return (
    check === finding.check &&
    type === finding.type &&
    new RegExp(`^(?:${templates})$`).test(finding.template)
  );
}
