/** A file as it is handed in: its name and its bytes. */
export interface RenderedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
