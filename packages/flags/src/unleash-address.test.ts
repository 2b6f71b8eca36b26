import { expect, it } from "vitest";
import { unleashApiAddress } from "./unleash-address.ts";

it.each([
  ["http://127.0.0.1:4242", "http://127.0.0.1:4242/api"],
  ["http://127.0.0.1:4242/", "http://127.0.0.1:4242/api"],
  ["http://127.0.0.1:4242/api", "http://127.0.0.1:4242/api"],
  ["https://flags.example.org/unleash/api/", "https://flags.example.org/unleash/api"],
])("finds the API of %s", (url, address) => {
  expect(unleashApiAddress(url)).toBe(address);
});

it.each(["", "127.0.0.1:4242", "ftp://127.0.0.1"])("refuses %j", (url) => {
  expect(() => unleashApiAddress(url)).toThrow(`not an address of Unleash: ${url}`);
});
