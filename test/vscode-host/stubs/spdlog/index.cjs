// Stands in for VS Code's native log writer, so that nothing has to be compiled. The Output panel reads
// the files it writes, so it must really write them.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.decorated = true;
  }
  write(level, message) {
    if (level < this.level || !this.file) return;
    const line = this.decorated ? `${new Date().toISOString()} [${levels[level]}] ${message}\n` : message;
    try {
      appendFileSync(this.file, line);
    } catch {
      // The folder goes away while the last messages are written at the end of a run.
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    this.decorated = true;
  }
  clearFormatters() {
    this.decorated = false;
  }
  flush() {}
  drop() {
    this.file = undefined;
  }
}

const methods = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
for (const [level, name] of methods.entries()) {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
}

async function create(_name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger(file);
}

// VS Code imports this module as ESM and then sees only names that are assigned one by one.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
