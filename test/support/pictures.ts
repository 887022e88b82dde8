/** Pictures made for a test. */

/** A JPEG file as far as readers of sizes go: its head and an EXIF orientation, with no pixels behind. */
export function jpeg(width: number, height: number, orientation = 1): Uint8Array {
  const two = (n: number) => n.toString(16).padStart(4, '0');
  const tiff = `4d4d002a00000008000101120003000000010${orientation.toString(16).padStart(3, '0')}000000000000`;
  const exif = `457869660000${tiff}`;
  const frame = `08${two(height)}${two(width)}03011100021100031100`;
  const segments = [`ffe1${two(exif.length / 2 + 2)}${exif}`, `ffc0${two(frame.length / 2 + 2)}${frame}`];
  return Buffer.from(`ffd8${segments.join('')}ffd9`, 'hex');
}

/** One as heavy as a photo, other from number to number. */
export function photo(width: number, height: number, number: number, bytes = 300_000): Uint8Array {
  let state = number + 1;
  const noise = Uint8Array.from({ length: bytes }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state >> 16) & 0x7f;
  });
  return Buffer.concat([jpeg(width, height), noise]);
}
