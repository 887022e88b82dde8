/** Tells the editor's log what the server does, in short sentences and in the language of the user. */
import type { Text } from '../../core/model/localized-text.ts';
import { version } from '../../host/load-packs.ts';
import type { Analysed } from '../../workbench/dossier-store.ts';
import type { Host } from './feature.ts';

export class Journal {
  private readonly host: Pick<Host, 'connection' | 'dossiers' | 'locale'>;
  /** What was last said of each folder and of each file of settings. */
  private readonly folders = new Map<string, string>();
  private readonly settingsFiles = new Map<string, string>();

  constructor(host: Journal['host']) {
    this.host = host;
  }

  /** The first words: who speaks, and which notices it knows. */
  begin({ debug }: { readonly debug: boolean }): void {
    const { node } = process.versions;
    this.info({
      zh: `申报书语言服务 ${version()} 已启动：Node.js ${node}，进程 ${process.pid}`,
      en: `Dossier language server ${version()} started: Node.js ${node}, process ${process.pid}`,
    });
    const { desk } = this.host.dossiers;
    for (const { notice: n } of desk.packs.values()) {
      this.info({
        zh: `通知 ${n.id}：${n.title.zh}，${n.opens} 至 ${n.closes}`,
        en: `Notice ${n.id}: ${n.title.en}, ${n.opens} to ${n.closes}`,
      });
    }
    // An editor whose log knows no levels would show a line at every key.
    if (debug) desk.onAnalysis = (done) => this.analysed(done);
  }

  /** How many dossiers each folder of the workspace has, where that is new. */
  survey(): void {
    const census = this.host.dossiers.census();
    for (const { folder, count } of census) {
      if (isNews(this.folders, folder, String(count)))
        this.info({ zh: `文件夹 ${folder} 中有 ${count} 份申报书`, en: `${count} dossier(s) in ${folder}` });
    }
    forget(this.folders, census.length ? census.map((c) => c.folder) : [NO_FOLDER]);
    if (!census.length && isNews(this.folders, NO_FOLDER, ''))
      this.info({ zh: '没有打开文件夹，只检查打开的申报书', en: 'No folder is open: only open dossiers are checked' });
  }

  /** Which settings hold, and what is wrong in them, where that is new. */
  settings(): void {
    const loaded = this.host.dossiers.desk
      .loadedSettings()
      .flatMap(({ file, problems }) => (file ? { file, problems } : []));
    for (const { file, problems } of loaded) {
      const lines = problems.map(({ file: place, from, message }) => {
        const at = `${place}:${from.line + 1}:${from.character + 1}`;
        return { zh: `${at} ${message.zh}`, en: `${at} ${message.en}` };
      });
      if (!isNews(this.settingsFiles, file, JSON.stringify(lines))) continue;
      if (!lines.length) this.info({ zh: `已读取设置 ${file}`, en: `Settings read: ${file}` });
      for (const line of lines) this.host.connection.console.warn(line[this.host.locale]);
    }
    forget(
      this.settingsFiles,
      loaded.map((s) => s.file),
    );
  }

  private analysed({ path, analysis, milliseconds }: Analysed): void {
    const [all, errors] = [analysis.findings.length, analysis.findings.filter((f) => f.severity === 'error').length];
    const time = milliseconds.toFixed(1);
    const line = {
      zh: `检查用时 ${time} 毫秒，问题 ${all} 个，其中错误 ${errors} 个：${path}`,
      en: `Checked in ${time} ms, ${all} finding(s), ${errors} of them error(s): ${path}`,
    };
    this.host.connection.console.debug(line[this.host.locale]);
  }

  private info(text: Text): void {
    this.host.connection.console.info(text[this.host.locale]);
  }
}

/** Stands for the folder where there is none. */
const NO_FOLDER = '';

function isNews(told: Map<string, string>, key: string, text: string): boolean {
  if (told.get(key) === text) return false;
  told.set(key, text);
  return true;
}

function forget(told: Map<string, string>, still: readonly string[]): void {
  for (const key of told.keys()) if (!still.includes(key)) told.delete(key);
}
