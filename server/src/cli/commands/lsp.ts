/** `dossier lsp`: the language server, see `lsp/serve.ts`. */
import type { Command } from 'commander';
import { readCount } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';

/** Adds `dossier lsp`. */
export function registerLsp(program: Command, { t }: CommandSetup): void {
  program
    .command('lsp')
    .description(t('语言服务，供任何编辑器使用', 'the language server, for any editor'))
    .option('--stdio', t('用标准输入输出通信', 'talk over standard input and output'))
    .option('--socket <port>', t('连接本机的一个端口', 'connect to a port of this machine'), readCount(t))
    .option('--node-ipc', t('与启动它的 Node 进程通信', 'talk to the Node process that started it'))
    // Editors add what they tell every server, such as --clientProcessId=1.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async () => {
      const { serve } = await import('../../lsp/serve.ts');
      await serve();
    });
}
