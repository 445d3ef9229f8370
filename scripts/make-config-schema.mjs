// Writes the ids of the rules there are into docs/polc.config.schema.json.
//   node scripts/make-config-schema.mjs        (after a build)

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IGNORE_CODES, RULES } from '@polc/compiler';

const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'polc.config.schema.json');
const schema = JSON.parse(readFileSync(file, 'utf8'));
schema.$defs.rules.propertyNames.enum = [...RULES, ...IGNORE_CODES].map(({ id }) => id).sort();
writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
