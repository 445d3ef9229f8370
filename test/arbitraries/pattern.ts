// Random Vault patterns over a tiny alphabet of segments, so that they collide: every class, every boundary between classes, templates.

import fc from 'fast-check';

export const SEGMENTS = ['a', 'b', 'ab', 'A', 'a-b', ''] as const;

const DIRECTIVES = [
  ...['identity.entity.id', ' identity.entity.name ', 'identity.entity.metadata.k', 'identity.entity.metadata.k.l', 'identity.entity.metadata.none'],
  ...['identity.entity.metadata', 'identity.entity.metadata.__proto__', 'identity.entity.metadata.constructor', 'Identity.Entity.Id', 'identity.entity', ''],
  ...[
    'identity.entity.aliases.acc.id',
    'identity.entity.aliases.acc.name',
    'identity.entity.aliases.acc.metadata.k',
    'identity.entity.aliases.acc.custom_metadata.k',
  ],
  ...['identity.entity.aliases.none.name', 'identity.groups.ids.i.id', 'identity.groups.ids.i.name', 'identity.groups.ids.none.name', 'identity.groups.names'],
  ...[
    'identity.groups.names.g.id',
    'identity.groups.names.g.name',
    'identity.groups.names.g.id',
    'identity.groups.names.g.name',
    'identity.groups.names.g.metadata.k',
    'time.now',
    'time.now.plus.1h',
    'time.now.minus.x',
  ],
];

const literalSegments = fc.constantFrom('a', 'a', 'a', 'a', 'b', 'b', ...SEGMENTS, ...SEGMENTS, '*', 'a*b', 'a+', '++', '+a', 'a.b');
const templates = fc
  .tuple(fc.constantFrom('', '', 'a', '+'), fc.constantFrom(...DIRECTIVES), fc.constantFrom('', '', 'b'))
  .map(([before, directive, behind]) => `${before}{{${directive}}}${behind}`);
const segments = fc.oneof({ weight: 7, arbitrary: literalSegments }, { weight: 4, arbitrary: fc.constant('+') }, { weight: 1, arbitrary: templates });

const everyClass = fc
  .tuple(
    fc.constantFrom('', '', '', '', '', '/', '//'),
    fc.array(segments, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '', '', '/', '*', '*', '/*', '/*', '**', '/+', '/+/*'),
  )
  .map(([before, parts, behind]) => before + parts.join('/') + behind);

/** Patterns of every class, many of which match one path. */
export const widePatterns = fc
  .oneof(
    { weight: 9, arbitrary: everyClass },
    { weight: 4, arbitrary: fc.constantFrom('a', 'a/', 'a/b', 'a*', 'a/*', '*', '+', '+/*', '+/+', 'a/+', '+/b', 'a/+/*') },
    // They differ in nothing but the last tie-breaks.
    { weight: 3, arbitrary: fc.constantFrom('+/+/a', '+/a/+', '+/a/a', '+/+/+', 'a/+/b', 'a/+/+', 'a/+/b*', 'a/+/+*', '+/+/a*', '+/a/+/*', '+/+/a/*') },
    { weight: 1, arbitrary: fc.constantFrom('', '/', '+/+/*', 'path', '**', '/*', '+/') },
  )
  .filter((pattern) => !pattern.includes('+*'));

/** So few that stanzas meet at one and merge. */
export const narrowPatterns = fc.constantFrom('a', 'a', 'a/*');

export const templatedPatterns = fc
  .tuple(fc.constantFrom('', 'a/', '+/', 'a'), fc.constantFrom(...DIRECTIVES), fc.constantFrom('', '', '/', '/*', '/b', '/+', 'b', '*'))
  .map(([before, directive, behind]) => `${before}{{${directive}}}${behind}`);
