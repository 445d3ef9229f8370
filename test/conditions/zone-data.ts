// Up to when the zone table and the platform's own zones can be compared: they may be of different tzdata.

import { TZDATA_VERSION } from '../../compiler/zones/zones.js';

export const PLATFORM_VERSION = process.versions.tz ?? '';

/** Said where the two differ. */
export const DATA = `table of tzdata ${TZDATA_VERSION}, platform of ${PLATFORM_VERSION}; scripts/make-zones.mjs writes the table`;

/** Of one tzdata: always. Otherwise until the older of the two was made: what was the future then, governments have changed since. */
export const COMPARABLE_UNTIL =
  PLATFORM_VERSION === TZDATA_VERSION
    ? Date.UTC(2060, 0, 1)
    : Date.UTC(Math.min(Number.parseInt(PLATFORM_VERSION, 10), Number.parseInt(TZDATA_VERSION, 10)), 0, 1);
