/** By which name the store knows a document, and by which URI the editor knows it. */
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { realPath } from '../../host/file-paths.ts';

/**
 * A file may be reached by several paths, through links. All of them have one name, the path by which it was first met, so that no dossier
 * is compared with itself. A document that is no file is named by its URI.
 */
export class DocumentNames {
  /** Names by the path without links. */
  private readonly byRealPath = new Map<string, string>();
  /** Paths without links, by path; kept while nothing on disk comes or goes. */
  private readonly realPaths = new Map<string, string>();
  /** What the editor called files by. */
  private readonly uris = new Map<string, string>();

  /** The name of a document. */
  nameOf(uri: string): string {
    const path = pathOf(uri);
    return path === undefined ? uri : this.nameOfPath(path);
  }

  /** The name of a file. */
  nameOfPath(path: string): string {
    const real = this.realPaths.get(path) ?? realPath(path);
    this.realPaths.set(path, real);
    const known = this.byRealPath.get(real);
    if (known !== undefined) return known;
    this.byRealPath.set(real, path);
    return path;
  }

  /** True of a path that was a link itself when it was met; not of one in a folder that is a link. */
  isLink(path: string): boolean {
    const real = this.realPaths.get(path);
    return real !== undefined && real !== join(realPath(dirname(path)), basename(path));
  }

  /** The URI that the editor knows a document by. */
  uriOf(name: string): string {
    return this.uris.get(name) ?? (isAbsolute(name) ? pathToFileURL(name).href : name);
  }

  /** Keeps the URI by which the editor has a document open. */
  setUri(name: string, uri: string): void {
    this.uris.set(name, uri);
  }

  /** Something on disk came or went: links may lead elsewhere. Names that are `inUse` stay. */
  refresh(inUse: (name: string) => boolean): void {
    this.realPaths.clear();
    for (const [real, name] of this.byRealPath) if (!inUse(name)) this.byRealPath.delete(real);
  }
}

/** The path of a file's URI; undefined for what is no file of this machine. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

/** The URI of a file that a dossier names, relative to the dossier's folder; undefined where the dossier itself is no file. */
export function uriBeside(dossier: string, file: string): string | undefined {
  const path = pathOf(dossier);
  return path === undefined ? undefined : pathToFileURL(resolve(dirname(path), file)).href;
}
