// The project's TypeScript files and what each imports, for the tests of the house.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const ROOMS = ['grammar', 'runtime', 'compiler', 'testing', 'service', 'cli', 'test'] as const;

export interface Import {
  /** A room's file relative to the root (`runtime/rule.ts`), or the specifier of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
  /** Loaded when it is come to, not when the file is. */
  readonly late: boolean;
}

export interface Module {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export function readModules(): Module[] {
  return ROOMS.flatMap((room) => list(join(ROOT, room)).map((path) => readModule(path, room)));
}

function list(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'dist' || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return list(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

function readModule(path: string, room: string): Module {
  const text = readFileSync(path, 'utf8');
  const file = relative(ROOT, path).split(sep).join('/');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== null) imports.push({ target: resolve(path, specifier), typeOnly: isTypeOnly(node), late: ts.isCallExpression(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { file, room, text, imports };
}

function specifierOf(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return node.moduleSpecifier.text;
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
  return dynamic !== undefined && ts.isStringLiteral(dynamic) ? dynamic.text : null;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node)) return false;
  const clause = node.importClause;
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return clause !== undefined;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = join(dirname(from), specifier).replace(/\.js$/, '.ts');
  return relative(ROOT, path).split(sep).join('/');
}
