// Coverage as LCOV tracefiles have it (geninfo(1)): lines of stanzas, guardrails, principals, conditions and atoms; atoms as branches, true and false.

import type { CoverageReport, FileCoverage } from '@polc/testing';

/** Files without a line that counts are left out. */
export function coverageLcov({ files }: CoverageReport): string {
  return files.map(record).join('');
}

function record(file: FileCoverage): string {
  const hits = lineHits(file);
  const branches = branchesOf(file);
  if (hits.size === 0) return '';
  const lines = [...hits].sort(([a], [b]) => a - b);
  return [
    'TN:',
    // A line end would end the name.
    `SF:${file.file.replace(/[\r\n]/g, ' ')}`,
    ...branches.map(({ line, block, branch, taken }) => `BRDA:${line},${block},${branch},${taken}`),
    `BRF:${branches.length}`,
    `BRH:${branches.filter(({ taken }) => taken !== '-' && taken !== '0').length}`,
    ...lines.map(([line, count]) => `DA:${line},${count}`),
    `LF:${lines.length}`,
    `LH:${lines.filter(([, count]) => count > 0).length}`,
    'end_of_record\n',
  ].join('\n');
}

/** Of several things on one line the one that was seen least counts. */
export function lineHits({ stanzas, conditions, guardrails, layers, uses }: FileCoverage): Map<number, number> {
  const hits = new Map<number, number>();
  const add = (line: number, count: number) => hits.set(line, Math.min(hits.get(line) ?? Number.POSITIVE_INFINITY, count));
  for (const { line, selected } of stanzas) add(line, selected);
  for (const { line, asked } of guardrails) add(line, asked);
  for (const { line, allowed, denied } of layers) add(line, allowed + denied);
  for (const { line, used } of uses) add(line, used);
  for (const condition of conditions) {
    // Vault's lists have no line of their own: they stand at their keys.
    if (condition.kind !== 'lists') add(condition.line, condition.reached);
    for (const atom of condition.atoms) add(atom.line, condition.reached);
  }
  return hits;
}

function branchesOf({ conditions }: FileCoverage) {
  return conditions.flatMap(({ number, atoms, reached }) =>
    atoms.flatMap(({ line, wanted, ...seen }, i) =>
      (['true', 'false'] as const)
        .filter((value) => wanted[value])
        .map((value) => ({ line, block: number, branch: i * 2 + (value === 'true' ? 0 : 1), taken: reached === 0 ? '-' : String(seen[value]) })),
    ),
  );
}
