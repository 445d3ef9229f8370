// Values of which one is in every class that the features tell apart, the simplest first; and whether that is certain.

import { isAddress, sampleAddresses } from './addresses.js';
import { ABSENT, type Features, type Given } from './features.js';
import { listsOf } from './lists.js';
import { longTexts } from './long-texts.js';
import { mapsOf } from './maps.js';
import { type Sample, sampleNumbers } from './numbers.js';
import { orderedTexts } from './ordered-texts.js';
import { explore, lengthWalk, orderWalk, textsWalk } from './walk.js';

/** States of languages that are looked at for one value. */
const MAX_STATES = 20_000;
/** Up to it lengths are counted, one by one. */
const MAX_LENGTH = 40;
/** No request holds more characters (spec §9). */
const MAX_TEXT = 1_048_576;

/**
 * `more`: so many further values of each class, for values that are compared with one another. `each`: so many of each class whatever it is compared with,
 * as parts of values that have to differ.
 */
export function sampleOf(features: Features, more = 0, each = 1): Sample<Given> {
  const further = Math.max(more, each - 1);
  const numbers = sampleNumbers(features, further);
  const texts = textsOf(features, further);
  const wanted = features.related === 'no' ? each : further + 1;
  const lists = listsOf(features, { more, each: wanted, sampleOf });
  // Where neither are asked about, lists are enough to tell equal ones from different ones.
  const maps = mapsOf(features, { more, each: features.asksLists() || features.asksMaps() ? wanted : 1, sampleOf });
  const values: Given[] = [ABSENT, true, false, ...texts.values, ...numbers.values, ...lists.values, ...maps.values, null];
  const whole = features.exact && numbers.whole && texts.whole && lists.whole && maps.whole;
  return { values, whole };
}

function textsOf({ constants, walks, blocks, sizes, instant, duration, orderedText }: Features, more: number): Sample<string> {
  const known = constants.filter((constant): constant is string => typeof constant === 'string');
  const found: string[] = [];
  let whole = true;
  if (blocks.length > 0) {
    const addresses = sampleAddresses(blocks, known.filter(isAddress).length + 2 + more);
    found.push(...addresses.values);
    // Spellings of addresses and languages of texts: which of them go together nobody looks for here.
    whole = addresses.whole && walks.length === 0 && sizes.length === 0 && !orderedText;
  }
  if (instant) found.push('2026-01-01T00:00:00Z');
  if (duration) found.push('1h');
  whole &&= !(instant || duration) || (walks.length === 0 && sizes.length === 0 && !orderedText);
  if (walks.length > 0 || orderedText) {
    const short = sizes.filter((size) => size <= MAX_LENGTH);
    const parts = [textsWalk(known), ...walks, ...(orderedText ? known.map(orderWalk) : [])];
    const counted = short.length > 0 ? [...parts, lengthWalk(Math.max(...short))] : parts;
    whole = explore(counted, MAX_STATES, ({ text }) => found.push(text), 1 + more) && whole;
    const long = sizes.filter((size) => size > MAX_LENGTH && size <= MAX_TEXT);
    if (long.length > 0) {
      const { texts, whole: all } = longTexts(parts, long);
      found.push(...texts);
      whole &&= all && more === 0;
    }
    if (orderedText) {
      const ordered = orderedTexts(counted);
      found.push(...ordered.texts);
      // Three in a row take more than the ends of each class.
      whole &&= ordered.whole && (more <= 1 || (known.length === 0 && walks.length === 0 && sizes.length === 0));
    }
  } else {
    for (const size of new Set(sizes.flatMap((one) => [one - 1, one, one + 1]))) {
      if (size < 0 || size > MAX_TEXT) continue;
      const texts = Array.from('xyzuvw', (letter) => letter.repeat(size)).filter((text) => !known.includes(text));
      found.push(...texts.slice(0, 1 + more));
    }
  }
  return { values: [...new Set([...freshTexts(known, 1 + more), ...known, ...found])], whole };
}

/** Texts that are equal to none of these, and no address. */
function freshTexts(known: readonly string[], count: number): string[] {
  const taken = new Set(known);
  const found: string[] = [];
  for (let i = 0; found.length < count; i++) {
    const text = 'xyzuvw'.charAt(i % 6).repeat(1 + Math.floor(i / 6));
    if (!taken.has(text) && !isAddress(text)) found.push(text);
  }
  return found;
}
