// A world as an engine: its text compiled, its facts beside it, its clock at NOW.

import { compile } from '@polc/compiler';
import { type Engine, loadBundle } from '@polc/runtime';
import { NOW } from '../../language/language-case.js';
import { type World, worldFacts, worldText } from './world.js';

export const clock = () => NOW;

export function engineOfText(text: string, facts: object = {}): Engine {
  const { bundle, diagnostics } = compile([{ file: 'world.hcl', text }]);
  if (bundle === undefined) throw new Error(`${diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n')}\n${text}`);
  return loadBundle(bundle, { clock, facts });
}

export function engineOf(world: World): Engine {
  return engineOfText(worldText(world), worldFacts(world));
}
