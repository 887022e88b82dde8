/** The server's entries in the editor's log, in the language of the user. */
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { programVersion } from '../../host/load-packs.ts';
import type { AnalysisEvent } from '../../workbench/stored-dossier.ts';
import type { ServerContext } from './feature.ts';

/** Logs the start, the number of dossiers, the settings read and, where asked for, every analysis. */
export class ServerLog {
  private readonly server: Pick<ServerContext, 'connection' | 'dossiers' | 'locale'>;
  /** What was last said of each folder and of each file of settings. */
  private readonly folders = new Map<string, string>();
  private readonly settingsFiles = new Map<string, string>();

  constructor(host: ServerLog['server']) {
    this.server = host;
  }

  /** Logs the version, the process and the notices at hand. */
  start({ debug }: { readonly debug: boolean }): void {
    const { node } = process.versions;
    this.info({
      zh: `申报书语言服务 ${programVersion()} 已启动：Node.js ${node}，进程 ${process.pid}`,
      en: `Dossier language server ${programVersion()} started: Node.js ${node}, process ${process.pid}`,
    });
    const { store } = this.server.dossiers;
    for (const { notice: n } of store.packs.values()) {
      this.info({
        zh: `通知 ${n.id}：${n.title.zh}，${n.opens} 至 ${n.closes}`,
        en: `Notice ${n.id}: ${n.title.en}, ${n.opens} to ${n.closes}`,
      });
    }
    // An editor whose log knows no levels would show a line at every key.
    if (debug) store.onAnalysis = (done) => this.logAnalysis(done);
  }

  /** How many dossiers each folder of the workspace has, where that is new. */
  logWorkspace(): void {
    const census = this.server.dossiers.countByFolder();
    for (const { folder, count } of census) {
      if (isChanged(this.folders, folder, String(count)))
        this.info({ zh: `文件夹 ${folder} 中有 ${count} 份申报书`, en: `${count} dossier(s) in ${folder}` });
    }
    deleteStale(this.folders, census.length ? census.map((c) => c.folder) : [NO_FOLDER]);
    if (!census.length && isChanged(this.folders, NO_FOLDER, ''))
      this.info({ zh: '没有打开文件夹，只检查打开的申报书', en: 'No folder is open: only open dossiers are checked' });
  }

  /** Which settings hold, and what is wrong in them, where that is new. */
  logSettings(): void {
    const loaded = this.server.dossiers.store
      .loadedSettings()
      .flatMap(({ file, problems }) => (file ? { file, problems } : []));
    for (const { file, problems } of loaded) {
      const lines = problems.map(({ file: place, from, message }) => {
        const at = `${place}:${from.line + 1}:${from.character + 1}`;
        return { zh: `${at} ${message.zh}`, en: `${at} ${message.en}` };
      });
      if (!isChanged(this.settingsFiles, file, JSON.stringify(lines))) continue;
      if (!lines.length) this.info({ zh: `已读取设置 ${file}`, en: `Settings read: ${file}` });
      for (const line of lines) this.server.connection.console.warn(line[this.server.locale]);
    }
    deleteStale(
      this.settingsFiles,
      loaded.map((s) => s.file),
    );
  }

  private logAnalysis({ path, analysis, milliseconds }: AnalysisEvent): void {
    const [all, errors] = [analysis.findings.length, analysis.findings.filter((f) => f.severity === 'error').length];
    const time = milliseconds.toFixed(1);
    const line = {
      zh: `检查用时 ${time} 毫秒，问题 ${all} 个，其中错误 ${errors} 个：${path}`,
      en: `Checked in ${time} ms, ${all} finding(s), ${errors} of them error(s): ${path}`,
    };
    this.server.connection.console.debug(line[this.server.locale]);
  }

  private info(text: LocalizedText): void {
    this.server.connection.console.info(text[this.server.locale]);
  }
}

/** Stands for the folder where there is none. */
const NO_FOLDER = '';

function isChanged(logged: Map<string, string>, key: string, text: string): boolean {
  if (logged.get(key) === text) return false;
  logged.set(key, text);
  return true;
}

function deleteStale(logged: Map<string, string>, still: readonly string[]): void {
  for (const key of logged.keys()) if (!still.includes(key)) logged.delete(key);
}
