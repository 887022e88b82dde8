/** Names by which dossiers and their settings file are recognised. */

const DOSSIER_NAME = /\.dossier\.ya?ml$/i;

/** True of a path or URI that ends in `.dossier.yaml` or `.dossier.yml`, in any case. */
export function isDossier(path: string): boolean {
  return DOSSIER_NAME.test(path);
}

/** The name of the settings file, which holds for the dossiers of its folder and below. */
export const CONFIG_NAME = 'dossier.config.yaml';
