/** Names by which dossiers and their settings file are recognised. */

const DOSSIER_NAME = /\.dossier\.ya?ml$/i;

export function isDossier(path: string): boolean {
  return DOSSIER_NAME.test(path);
}

export const CONFIG_NAME = 'dossier.config.yaml';
