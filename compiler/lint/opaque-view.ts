// A view of the whole set in which a templated pattern stands for itself: its directives are texts like any other. For questions of the form
// "does some stanza of the set speak for this path as the author writes it?".

import type { Stanza } from '../model/stanza.js';
import { mergedRules } from './merged.js';
import { MOST_SEGMENTS } from './slots.js';
import { View } from './view.js';

export function opaqueView(stanzas: readonly Stanza[]): View {
  let view = known.get(stanzas);
  if (view === undefined) {
    view = new View(mergedRules(stanzas));
    known.set(stanzas, view);
  }
  return view;
}

/** Whether the stanza chosen for a `list` of the path grants it; a path too deep to be looked up passes. */
export function isListable(stanzas: readonly Stanza[], path: string): boolean {
  if (path.split('/').length > MOST_SEGMENTS) return true;
  return opaqueView(stanzas).selectList(path)?.capabilities.has('list') ?? false;
}

const known = new WeakMap<readonly Stanza[], View>();
