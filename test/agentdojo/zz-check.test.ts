import { readdirSync, readFileSync } from 'node:fs';
import { check } from '@polc/compiler';
import { makeSource } from '@polc/grammar';
import { it } from 'vitest';

it('x', () => {
  const root = '/work/main/policies/';
  const folders = (process.env.F ?? '').split(' ').filter(Boolean);
  const src = (folders.length ? folders : readdirSync(root)).flatMap((f) =>
    readdirSync(root + f)
      .filter((n) => /\.hcl$|\.tools\.json$/.test(n))
      .map((n) => ({ file: `policies/${f}/${n}`, text: readFileSync(`${root}${f}/${n}`, 'utf8') })),
  );
  for (const d of check(src).diagnostics) {
    const t = src.find((s) => s.file === d.file)!.text;
    const line = t.slice(0, d.span.start).split('\n').length;
    console.log(`${d.severity} ${d.code} ${d.file}:${line} ${d.message}\n   ${d.help}`);
  }
  console.log('checked', src.length);
});
