// What the command puts into an emitted module (polc build --target esm): the runtime as one script, and the module's declarations, which are the same for
// every policy. Both lie beside the command.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';

const MARK = '// Made by polc: the types of the module beside it. Do not edit.';
/** What the exports are made of, in the order in which it is read. */
const TYPES = ['runtime/module-types.ts', 'runtime/request.ts', 'runtime/decision.ts', 'runtime/facts/records.ts', 'runtime/errors.ts'];

/** Writes both; answers the files, relative to `root`. */
export async function buildModuleParts(root) {
  mkdirSync(join(root, 'cli', 'dist', 'esm'), { recursive: true });
  return [write(root, 'cli/dist/esm/runtime.js', await moduleScript(root)), write(root, 'cli/dist/esm/module.d.mts', moduleTypes(root))];
}

/** The runtime as one script, which leaves its exports in `polc`. */
export async function moduleScript(root) {
  const { outputFiles } = await build({
    bundle: true,
    minify: true,
    // Any engine: the target of the runtime's own sources.
    target: 'es2022',
    platform: 'neutral',
    format: 'iife',
    globalName: 'polc',
    legalComments: 'none',
    logLevel: 'warning',
    entryPoints: [join(root, 'runtime', 'module.ts')],
    write: false,
  });
  return outputFiles[0].text;
}

/** Of every module. */
export function moduleTypes(root) {
  const parts = TYPES.flatMap((file) => declarationsOf(readFileSync(join(root, file), 'utf8'), file));
  // With it, nothing is exported that does not say so.
  return [MARK, '', ...parts, 'export {};', ''].join('\n');
}

function declarationsOf(text, fileName) {
  const { outputText } = ts.transpileDeclaration(text, { fileName, compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  const source = ts.createSourceFile(fileName, outputText, ts.ScriptTarget.ES2022, true);
  const isEntry = fileName === TYPES[0];
  return source.statements.flatMap((statement) => {
    const own = statement.getText(source);
    const comments = outputText
      .slice(statement.getFullStart(), statement.getStart(source))
      .replace(/^\/\/.*$/gm, '')
      .trim();
    const declared = comments === '' ? own : `${comments}\n${own}`;
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [declared];
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
    if (isEntry) return [declared];
    // A value that types are made of, and the module does not have.
    return ts.isVariableStatement(statement) ? [own.replace(/^export /, '')] : [];
  });
}

/** WHY renamed: whoever runs the command meanwhile finds it whole. */
function write(root, file, text) {
  const temporary = join(root, `${file}.${process.pid}`);
  writeFileSync(temporary, text);
  renameSync(temporary, join(root, file));
  return file;
}
