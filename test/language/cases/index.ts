// All cases of the language, by heading.

import type { LanguageCase } from '../language-case.js';
import { ALTERNATIVES } from './alternatives.js';
import { ANSWER } from './answer.js';
import { ATTRIBUTES } from './attributes.js';
import { BLOCKS } from './blocks.js';
import { DELEGATION } from './delegation.js';
import { EXPRESSIONS } from './expressions.js';
import { FACTS } from './facts.js';
import { GUARDRAILS } from './guardrails.js';
import { LAYERS } from './layers.js';
import { NEEDS } from './needs.js';
import { PARAMETERS } from './parameters.js';
import { PLACES_AND_TIMES } from './places-and-times.js';
import { REQUESTS } from './requests.js';
import { SUGAR } from './sugar.js';
import { TEMPLATES } from './templates.js';

export const CASES: readonly LanguageCase[] = [
  ...ALTERNATIVES,
  ...PARAMETERS,
  ...TEMPLATES,
  ...BLOCKS,
  ...SUGAR,
  ...EXPRESSIONS,
  ...PLACES_AND_TIMES,
  ...ATTRIBUTES,
  ...REQUESTS,
  ...FACTS,
  ...DELEGATION,
  ...GUARDRAILS,
  ...LAYERS,
  ...NEEDS,
  ...ANSWER,
];
