// Functions of place: blocks of addresses, and circles on the earth.

import type { Expression } from '@polc/grammar';
import { judgeBlock } from '@polc/runtime';
import type { Context } from '../context.js';
import { over } from '../typed.js';
import { quote } from '../wording.js';
import { literalNumber, literalTexts } from './literals.js';
import { compileAs, type Signature } from './signature.js';

const cidrContains: Signature = {
  shown: 'cidr_contains(["10.0.0.0/8"], context.ip)',
  least: 2,
  most: 2,
  compile([first, second], context) {
    const blocks = readBlocks(first as Expression, context);
    const address = compileAs(second as Expression, ['string'], 'cidr_contains', context);
    return blocks === null || address === null ? null : over([address], ['cidr', address.code, ...blocks], 'boolean');
  },
};

/** In their one spelling. */
function readBlocks(expression: Expression, context: Context): readonly string[] | null {
  const texts = literalTexts(expression, 'a block of addresses', context);
  if (texts === null) return null;
  const blocks: string[] = [];
  for (const { text, span } of texts) {
    const judged = judgeBlock(text);
    if ('fault' in judged) {
      context.report.error('invalid-cidr', span, judged.fault.message, judged.fault.help);
      continue;
    }
    if (judged.hostBits) {
      context.report.warning(
        'cidr-host-bits',
        span,
        `${quote(text)} has bits beyond its prefix, which mean nothing`,
        `the block is ${quote(judged.canonical)}`,
      );
    }
    blocks.push(judged.canonical);
  }
  return blocks.length < texts.length ? null : blocks;
}

/** Half the way around the earth: every place lies within. */
const FARTHEST_KM = 20_015;

const RANGES = [
  { what: 'a latitude', holds: (value: number) => Math.abs(value) <= 90, help: 'latitudes are -90 to 90, northern ones positive' },
  { what: 'a longitude', holds: (value: number) => Math.abs(value) <= 180, help: 'longitudes are -180 to 180, eastern ones positive' },
  {
    what: 'a radius in kilometres',
    holds: (value: number) => value > 0 && value <= FARTHEST_KM,
    help: 'it is above 0, and at most 20015: no place is farther',
  },
];

const withinKm: Signature = {
  shown: 'within_km(context.lat, context.lon, 52.52, 13.4, 50)',
  least: 5,
  most: 5,
  compile([first, second, ...circle], context) {
    const lat = compileAs(first as Expression, ['number'], 'within_km', context);
    const lon = compileAs(second as Expression, ['number'], 'within_km', context);
    const numbers = RANGES.map(({ what, holds, help }, i) => {
      const number = literalNumber(circle[i] as Expression, what, context);
      if (number === null || holds(number.value)) return number?.value ?? null;
      context.report.error('invalid-position', number.span, `${number.value} is not ${what}`, help);
      return null;
    });
    const [lat0, lon0, km] = numbers;
    if (lat === null || lon === null || lat0 == null || lon0 == null || km == null) return null;
    return over([lat, lon], ['near', lat.code, lon.code, lat0 + 0, lon0 + 0, km], 'boolean');
  },
};

export const PLACE: Readonly<Record<string, Signature>> = { cidr_contains: cidrContains, within_km: withinKm };
