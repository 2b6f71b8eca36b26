import { describe, expect, it } from "vitest";
import { detectPhones } from "./phone.ts";

const labels = [
  "Tel. ",
  "Tel.: ",
  "TEL: ",
  "Teléfono: ",
  "telefono=",
  '"telefono": "',
  "Nº de teléfono: ",
  "su teléfono es el ",
  "Teléfono oficina: ",
  "Tel. casa: ",
  "Telf.: ",
  "Tfno. ",
  "tlf: ",
  "Móvil ",
  "Movil: ",
  "Cel.: ",
  "celular es ",
  "Fono: ",
  "WhatsApp: ",
  "wsp ",
  "Fax: ",
  "Phone: ",
  "phone number is ",
  "Mobile: ",
  "cell phone: ",
  "call me at ",
  "reach her at ",
  "text me at ",
  "llámame al ",
  "llama al ",
  "Contacto: ",
  "mi número es ",
  "📞 ",
  "☎️ ",
  "Emergencias: ",
  "M: ",
]; // prettier-ignore
const writings = [
  "612345678",
  "612 345 678",
  "612-345-678",
  "91 234 56 78",
  "912.345.678",
  "987654321",
  "9 8765 4321",
  "22 345 6789",
  "(2) 2345 6789",
  "56 9 8765 4321",
  "011 4567-8901",
  "1145678901",
  "15 4567-8901",
  "4567-8901",
  "0341 456-7890",
  "5512345678",
  "55 12 34 56 78",
  "(55) 1234-5678",
  "01 55 1234 5678",
  "4155552671",
  "(415) 555-2671",
  "415.555.2671",
  "1-415-555-2671",
  "+1 415 555 2671",
  "0034 612345678",
  "+56 (9) 8765 4321",
]; // prettier-ignore

function digitsFound(text: string): string[] {
  return detectPhones(text, []).map(({ start, end }) => text.slice(start, end).replace(/\D/g, ""));
}

describe("detecting telephones", () => {
  it.each(labels)("knows every way of writing one behind «%s»", (label) => {
    const missed = writings.filter((written) => {
      const found = digitsFound(`Notas: ${label}${written}, gracias`);
      return found.length !== 1 || found[0] !== written.replace(/\D/g, "");
    });
    expect(missed).toEqual([]);
  });

  it("takes bare digits without a label for no phone", () => {
    const bare = writings.filter((written) => /^\d+$/.test(written));
    expect(bare.flatMap((written) => digitsFound(`Notas: ${written} unidades y ${written}`))).toEqual([]);
  });

  it("leaves the number that follows a phone out of it", () => {
    expect(digitsFound("Llamar al +56 9 8765 4321 2027 veces")).toEqual(["56987654321"]);
  });
});
