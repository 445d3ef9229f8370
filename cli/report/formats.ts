// The formats of `polc check`, by name.

import type { Colours } from './colours.js';
import type { Findings } from './findings.js';
import { reportGithub } from './github.js';
import { reportJson } from './json.js';
import { reportJunit } from './junit.js';
import { reportSarif } from './sarif.js';
import { reportText } from './text.js';

/** Only `text` has colours. */
export const REPORTERS = {
  text: reportText,
  json: reportJson,
  sarif: reportSarif,
  github: reportGithub,
  junit: reportJunit,
} as const satisfies Record<string, (findings: Findings, colours: Colours) => string>;

export type Format = keyof typeof REPORTERS;
