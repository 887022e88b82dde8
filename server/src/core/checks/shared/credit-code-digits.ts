/** The unified social credit code: GB 32100-2015, with the organisation code of GB 11714-1997 inside. */

/** The characters of a credit code, in the order of their values 0 to 30: digits and capitals without I, O, S, V, Z. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CODE_WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);
const BODY_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character that the first 17 call for. */
export function codeCheckDigit(code: string): string {
  const sum = CODE_WEIGHTS.reduce((total, weight, i) => total + weight * CODE_ALPHABET.indexOf(code[i]!), 0);
  return CODE_ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** The 17th character that characters 9 to 16 call for. */
export function bodyCheckDigit(code: string): string {
  const sum = BODY_WEIGHTS.reduce((total, weight, i) => total + weight * BODY_ALPHABET.indexOf(code[i + 8]!), 0);
  const rest = 11 - (sum % 11);
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
}

/** True where the code has the length, the alphabet and the digits in their places; check digits apart. */
export function isCodeShaped(code: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code);
}
