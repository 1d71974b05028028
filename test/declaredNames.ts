// Reads the names that the sources declare and use, with the TypeScript parser and no type check: what the tests of
// names, the glossary and the measures of the house ask. Comments and strings are no names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { listFiles, ROOT } from './sourceTree.ts';

export interface DeclaredExport {
  name: string;
  /** Path from the root. */
  path: string;
  /** Text of the documentation comment before the declaration; null if there is none. */
  documentation: string | null;
}

export interface FileNames {
  path: string;
  exports: readonly DeclaredExport[];
  /** Every identifier of the file: declared, used, property names in dot notation or literals. */
  identifiers: ReadonlySet<string>;
  /** Names of members of interfaces, types, classes, enums and object literals. */
  members: ReadonlySet<string>;
}

/** Parses every source file below the folders. */
export function readDeclaredNames(folders: readonly string[]): FileNames[] {
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileNames(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** The names of one source text. */
export function readFileNames(path: string, text: string): FileNames {
  const source = parse(path, text);
  const identifiers = new Set<string>();
  const members = new Set<string>();
  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) identifiers.add(node.text.replace(/^#/, ''));
    const member = memberName(node);
    if (member !== null) members.add(member);
    ts.forEachChild(node, visit);
  }
  visit(source);
  return {
    path,
    exports: source.statements
      .filter((statement, index, statements) => !implementsOverload(statement, statements[index - 1]))
      .flatMap((statement) => exportsOf(path, source, statement)),
    identifiers,
    members,
  };
}

/** Parses one source text without checking types. */
export function parse(path: string, text: string): ts.SourceFile {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, kind);
}

function memberName(node: ts.Node): string | null {
  const isMember =
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isGetAccessorDeclaration(node);
  if (!isMember) return null;
  return ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) || ts.isPrivateIdentifier(node.name)
    ? node.name.text
    : null;
}

/** Whether a statement is the body behind a function's signatures: callers see those, with their documentation. */
function implementsOverload(statement: ts.Statement, before: ts.Statement | undefined): boolean {
  return (
    ts.isFunctionDeclaration(statement) &&
    before !== undefined &&
    ts.isFunctionDeclaration(before) &&
    before.body === undefined &&
    before.name?.text === statement.name?.text
  );
}

/** What a top-level statement exports itself; "export … from" declares nothing new. */
function exportsOf(path: string, source: ts.SourceFile, statement: ts.Statement): DeclaredExport[] {
  if (!ts.canHaveModifiers(statement)) return [];
  const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
  if (!isExported) return [];
  const documentation = documentationOf(source, statement);
  return namesOf(statement).map((name) => ({ name, path, documentation }));
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(name));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function bindingNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bindingNames(element.name) : []));
}

function documentationOf(source: ts.SourceFile, statement: ts.Statement): string | null {
  const comments = ts.getLeadingCommentRanges(source.text, statement.getFullStart()) ?? [];
  const last = comments.at(-1);
  if (last === undefined) return null;
  const text = source.text.slice(last.pos, last.end);
  return text.startsWith('/**')
    ? text
        .replace(/^\/\*\*|\*\/$/g, '')
        .replace(/\n\s*\* ?/g, '\n')
        .trim()
    : null;
}
