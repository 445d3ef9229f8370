// The result of mutation as one JSON document.

import type { MutantPlace, MutationResult } from '@polc/testing';

export function mutantsJson(result: MutationResult): string {
  return `${JSON.stringify(mutantsDocument(result), null, 2)}\n`;
}

export function mutantsDocument({ killed, survivors, equivalent, score, kinds, discarded, candidates, isPartial, kills }: MutationResult): object {
  const place = ({ id, kind, file, line, span, description, firstLine, before, after }: MutantPlace) => ({
    ...{ id, kind, file, line, span, description },
    diff: { line: firstLine, before, after },
  });
  return {
    summary: { killed, survived: survivors.length, equivalent: equivalent.length, ...discarded, candidates, score, partial: isPartial },
    kinds,
    kills,
    survivors: survivors.map(({ equivalence, request, ...survivor }) => ({ ...place(survivor), equivalence, request })),
    equivalent: equivalent.map(place),
  };
}
