/**
 * The name as it is compared: Unicode NFKC, case folded, white space at the ends removed and within it collapsed to
 * one space. Two names are the same when their keys are; idempotent. Accents count: `Análisis` is not `Analisis`.
 *
 * Case is folded by way of the upper case, so that `straße` meets `STRASSE` and both Greek sigmas meet; the second
 * round is for the letters whose folded form is compatible with another one only after normalization.
 */
export function nameKey(name: string): string {
  const folded = PLAIN.test(name) ? name.toLowerCase() : fold(fold(name));
  return folded.replace(/\s+/gu, " ").trim();
}

/** ASCII, which all of the folding but the lower case leaves as it is. */
const PLAIN = /^[\t-\r -~]*$/;

function fold(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
}

/**
 * A search term as the catalog's column `search_key` holds names: the name key without combining accents, so that
 * `analisis` finds `Análisis`. The column computes the same from `name_key` in SQL.
 */
export function searchKey(term: string): string {
  return nameKey(term)
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/gu, "")
    .normalize("NFC");
}
