import type { Page } from './page.ts';

export type Ui = ReturnType<typeof ui>;

/** Small verbs for driving a VS Code window; each waits for what it has caused. */
export function ui(page: Page) {
  const visible = (selector: string) => page.locator(selector).first().waitFor();
  const press = (key: string) => page.keyboard.press(key);

  /** Fills the quick input and takes its first row, once that row shows the text. */
  const pick = async (text: string, row: string) => {
    const quick = page.locator('.quick-input-widget');
    await quick.waitFor({ state: 'visible' });
    await quick.locator('input[type="text"]').first().fill(text);
    await quick.locator('.monaco-list-row').first().filter({ hasText: row }).waitFor();
    await press('Enter');
    await quick.waitFor({ state: 'hidden' });
  };

  return {
    /** Opens a file of the workspace by its name. */
    async open(file: string) {
      await press('Control+P');
      await pick(file, file);
      await visible(`.tab.active[data-resource-name="${file.split('/').pop()}"]`);
      await visible('.editor-instance .monaco-editor.focused .view-line');
    },
    /** Puts the cursor on a line and column, counted from 1. */
    async goto(line: number, column = 1) {
      await press('Control+G');
      await pick(`:${line}:${column}`, '');
      await visible('.monaco-editor.focused');
    },
    /** Latin text is typed key by key, so that the editor reacts as it does to a person; the rest comes as from an IME. */
    async type(text: string) {
      for (const [part, latin] of text.matchAll(/([\x00-\x7f]+)|[^\x00-\x7f]+/g)) {
        await (latin ? page.keyboard.type(part, { delay: 15 }) : page.keyboard.insertText(part));
      }
    },
    async hover() {
      await press('Control+K');
      await press('Control+I');
      await visible('.monaco-hover:not(.hidden) .hover-contents');
    },
    async suggest() {
      await press('Control+Space');
      await visible('.suggest-widget.visible .monaco-list-row');
    },
    /** Shows the Problems panel and waits for a row with the text. */
    async problems(text = '') {
      await press('Control+Shift+M');
      await page.locator('.markers-panel .monaco-list-row').filter({ hasText: text }).first().waitFor();
    },
    async command(title: string) {
      await press('F1');
      await pick(`>${title}`, title);
    },
    async shot(path: string) {
      await page.evaluate('document.fonts.ready');
      await page.waitForTimeout(300);
      await page.screenshot({ path, animations: 'disabled', caret: 'initial' });
    },
  };
}
