import { it } from 'vitest';
import { compile } from '@polc/compiler';
import { PropertyRunner } from '@polc/testing';
import { readFileSync, readdirSync } from 'node:fs';
it('x', () => {
 const d='/work/wt-wire/policies/code-review-agent/';
 const src=readdirSync(d).filter(n=>n.endsWith('.hcl')).map(n=>({file:d+n,text:readFileSync(d+n),...(n.includes('.test.')?{role:'tests' as const}:{})}));
 const {bundle,model}=compile(src,{load:(ref)=>readFileSync(d+ref,'utf8')});
 const r=new PropertyRunner({bundle:bundle!,model},{seed:42});
 const t=performance.now();
 for(const p of model.tests.properties) console.log(r.run(p), performance.now()-t);
 for(const i of model.tests.invariants) for (const c of i.clauses) { const t=performance.now(); const {explanation, ...v}=r.run({...i, region:c.region, runs:null, expect:{decision:{value:'deny',span:i.span}}, given: model.tests.properties[0]!.given}); console.log(JSON.stringify(v), performance.now()-t);}
});
