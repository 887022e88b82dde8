/**
 * For pictures: a day on which the call of the samples was still open. `run` is called in VS Code's extension host and has the server
 * started again, which then loads this file and has that day.
 */
const DAY = '2023-06-12T09:30:00';
const Real = Date;

if (process.env.NODE_OPTIONS?.includes(__filename)) {
  const behind = Real.now() - Real.parse(DAY);
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length ? parts : [Real.now() - behind]));
    }
    static now() {
      return Real.now() - behind;
    }
  };
}

exports.run = async () => {
  process.env.NODE_OPTIONS = `--require "${__filename}"`;
  // The extension may have started its server before.
  await require('vscode').commands.executeCommand('dossier.restart');
  await new Promise(() => {}); // The window stays open until it is closed.
};
