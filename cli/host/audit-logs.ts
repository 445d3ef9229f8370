// The folders of audit logs: those that are named, or all of a data folder. What goes wrong while they are read ends the run.

import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure, fileFailure, systemCode } from '../failure.js';
import { DataFolder, DEFAULT_FOLDER } from './data-folder.js';

export interface LogPlace {
  /** That of the service; `POLC_DATA` or the usual one where it is not named. */
  readonly data?: string;
}

export function dataFolderOf(place: LogPlace): DataFolder {
  return new DataFolder(dataPath(place));
}

/** As it was written. */
function dataPath({ data }: LogPlace): string {
  const { POLC_DATA = '' } = process.env;
  return data ?? (POLC_DATA === '' ? DEFAULT_FOLDER : POLC_DATA);
}

/** Each holds a log, or is there at least. @throws Failure */
export function logFolders(named: readonly string[], place: LogPlace): readonly string[] {
  if (named.length > 0) {
    for (const folder of named) if (!isFolder(folder)) throw new Failure('log', `${folder}: not a folder, and a log is one`);
    return [...new Set(named)];
  }
  const auditFolder = join(dataPath(place), basename(dataFolderOf(place).auditFolder));
  const folders = namesIn(auditFolder).flatMap((name) => (isFolder(join(auditFolder, name)) ? [join(auditFolder, name)] : []));
  if (folders.length === 0) throw new Failure('log', `${auditFolder}: there is no log; name its folder, or the data folder with --data`);
  return folders;
}

/** Those that hold a log. @throws Failure for one that was named and holds none, and where none is left */
export async function logsToRead(named: readonly string[], place: LogPlace): Promise<readonly string[]> {
  const folders = logFolders(named, place);
  const { logHead } = await import('@polc/service');
  for (const folder of folders) {
    if ((await reading(folder, () => logHead(folder))) === null) throw noLog(folder);
  }
  return folders;
}

export function noLog(folder: string): Failure {
  return new Failure('log', `${folder}: there is no log in this folder`);
}

/** `folder`: where the system does not say which file. @throws Failure for whatever a log cannot be read for */
export async function reading<T>(folder: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await readingFailure(folder, error);
  }
}

/** What goes wrong while a log is read as a Failure; whatever else it is stays what it is. */
export async function readingFailure(folder: string, error: unknown): Promise<unknown> {
  const { AuditError } = await import('@polc/service');
  if (error instanceof AuditError) return new Failure('log', error.message, error);
  // A reader that has gone, or a full disk behind standard output: main.ts knows.
  if (systemCode(error) === null || (error as NodeJS.ErrnoException).syscall === 'write') return error;
  return fileFailure((error as NodeJS.ErrnoException).path ?? folder, error, 'unreadable');
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw fileFailure(path, error, 'unreadable');
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw fileFailure(folder, error, 'unreadable');
  }
}
