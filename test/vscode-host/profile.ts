import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LaunchOptions } from './launch.ts';
import { modules, translations } from './places.ts';

export interface Profile {
  userData: string;
  extensions: string;
  locale: string;
}

/** The user's folders as VS Code will find them: settings, and the language. */
export async function prepareProfile(options: LaunchOptions, run: string): Promise<Profile> {
  const userData = options.userDataDir ?? join(run, 'user-data');
  const extensions = options.extensionsDir ?? join(run, 'extensions');
  const locale = options.locale ?? 'en';
  await mkdir(join(userData, 'User'), { recursive: true });
  await mkdir(extensions, { recursive: true });

  const settings = join(userData, 'User/settings.json');
  if (options.settings || !existsSync(settings)) {
    await writeFile(settings, JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));
  }
  if (!locale.startsWith('en')) await pretendLanguagePack(userData, locale);
  return { userData, extensions, locale };
}

/** Nothing that changes by itself, looks for a network or covers what a test wants to see. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'remote.restoreForwardedPorts': false,
};

/**
 * VS Code takes a language for known only when a language pack is installed. This is what installing one writes.
 * Without texts of ours for the locale, extensions speak the language and VS Code itself stays English.
 */
async function pretendLanguagePack(userData: string, locale: string) {
  const ours = translations(modules, locale);
  const contents = existsSync(ours) ? await readFile(ours) : '{"contents":{}}';
  const path = join(userData, `${locale}.json`);
  await writeFile(path, contents);
  const pack = {
    hash: createHash('md5').update(contents).digest('hex'),
    label: locale,
    extensions: [{ extensionIdentifier: { id: `vscode-host.${locale}` }, version: '1.0.0' }],
    translations: { vscode: path },
  };
  await writeFile(join(userData, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}
