// Questions of the form "does some stanza of the set speak for this path as its author writes it?", where a templated pattern stands for itself.

import { MOST_SEGMENTS } from './slots.js';
import type { View } from './view.js';

/** Whether the stanza chosen for a `list` of the path grants it; a path too deep to be looked up passes. */
export function isListable(view: View, path: string): boolean {
  if (path.split('/').length > MOST_SEGMENTS) return true;
  return view.selectList(path)?.capabilities.has('list') ?? false;
}
