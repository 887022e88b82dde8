/** A Commander command that says what is wrong in the language of its user. */
import { Command } from 'commander';
import { chineseMessage } from './commander-texts.ts';
import type { Translate } from './translate.ts';

/** Like {@link Command}, with its errors in Chinese where the translation is the Chinese one. */
export class LocalizedCommand extends Command {
  private readonly t: Translate;

  constructor(name: string, t: Translate) {
    super(name);
    this.t = t;
  }

  override createCommand(name: string): LocalizedCommand {
    return new LocalizedCommand(name, this.t);
  }

  override error(message: string, options: { readonly exitCode?: number; readonly code?: string } = {}): never {
    return super.error(this.t(chineseMessage(options.code ?? '', message), message), options);
  }
}
