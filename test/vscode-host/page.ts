/**
 * The part of Playwright that the tests use, by shape: its own types come with the host, and the project must
 * type-check before the host is installed.
 */

export interface Page extends Frame {
  readonly keyboard: {
    press(key: string): Promise<void>;
    type(text: string, options?: { delay?: number }): Promise<void>;
    insertText(text: string): Promise<void>;
  };
  readonly mouse: {
    move(x: number, y: number): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
  };
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  exposeFunction(name: string, body: (...values: never[]) => void): Promise<void>;
  screenshot(options: ShotOptions): Promise<unknown>;
  waitForFunction(script: string, argument?: null, options?: { timeout?: number }): Promise<unknown>;
  waitForTimeout(milliseconds: number): Promise<void>;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): unknown;
  on(event: 'crash', listener: () => void): unknown;
}

export interface Frame {
  locator(selector: string, options?: Filter): Locator;
  frameLocator(selector: string): Frame;
}

export interface Locator extends Frame {
  first(): Locator;
  last(): Locator;
  nth(index: number): Locator;
  filter(filter: Filter): Locator;
  waitFor(options?: { state?: 'attached' | 'detached' | 'visible' | 'hidden'; timeout?: number }): Promise<void>;
  click(options?: { button?: 'left' | 'right'; clickCount?: number }): Promise<void>;
  fill(text: string): Promise<void>;
  count(): Promise<number>;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  /** Runs in the page, with the element. */
  evaluate<R>(body: (element: Record<string, unknown>) => R): Promise<R>;
}

export interface Browser {
  newContext(options: Record<string, unknown>): Promise<{ newPage(): Promise<Page> }>;
  on(event: 'disconnected', listener: () => void): unknown;
  close(): Promise<void>;
}

export interface Playwright {
  chromium: { launch(options: Record<string, unknown>): Promise<Browser> };
}

interface Filter {
  hasText?: string | RegExp;
}

interface ShotOptions {
  path: string;
  animations?: 'disabled';
  caret?: 'initial';
  timeout?: number;
}
