import { compile } from '@polc/compiler';
import fc from 'fast-check';
import { it } from 'vitest';
import { worlds } from '../arbitraries/language/worlds.js';
import { worldText } from '../arbitraries/language/world.js';
it('gen', () => {
  const n = 400;
  let t = Date.now();
  const ws = fc.sample(worlds(), n);
  console.log('gen ms', (Date.now() - t) / n);
  const texts = ws.map(worldText);
  const codes = new Map<string, [number, string]>();
  t = Date.now();
  let bad = 0;
  for (const text of texts) {
    const { bundle, diagnostics } = compile([{ file: 'w.hcl', text }]);
    if (bundle === undefined) {
      bad++;
      for (const d of diagnostics.filter((d) => d.severity === 'error')) {
        const line = text.slice(Math.max(0, d.span.start - 60), d.span.end + 60);
        const k = `${d.code}: ${d.message.replace(/"[^"]*"/g, '""')}`;
        codes.set(k, [(codes.get(k)?.[0] ?? 0) + 1, line]);
      }
    }
  }
  console.log('compile ms', (Date.now() - t) / n, 'bad', bad, 'len', texts.reduce((s, x) => s + x.length, 0) / n);
  for (const [k, [c, l]] of [...codes].sort((a, b) => b[1][0] - a[1][0]).slice(0, 25)) console.log(c, k, '\n     ', l.replace(/\n/g, '\n      '));
}, 100000);
