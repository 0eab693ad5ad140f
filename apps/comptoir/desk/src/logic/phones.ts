/** Which country a telephone number belongs to by how it begins, and the same number with the code of another one. */

/** Region, calling code, the digits dialled before a number at home, what tells its numbers from those of others. */
export type Country = [region: string, code: string, trunk: string, own: string]

const digitsOf = (text: string): string => text.replace(/\D/g, "")

/** None for a number without a code. Of countries that share a code `picked` is meant, or the one whose numbers begin so, or the main one. */
export function countryOf(text: string, countries: readonly Country[], picked = ""): Country | undefined {
  if (!text.trim().startsWith("+")) return undefined
  const digits = digitsOf(text)
  const sharing = countries.filter(([, code]) => digits.startsWith(code))
  const own = sharing.find(([, code, , own]) => own && new RegExp(`^(?:${own})`).test(digits.slice(code.length)))
  return sharing.find(([region]) => region === picked) ?? own ?? sharing[0]
}

/** `text` as a number of `to`; without a code it was one of `home`. */
export function withCountry(text: string, to: Country, countries: readonly Country[], home?: Country): string {
  const typed = text.trim()
  const from = countryOf(typed, countries)
  const rest = from ? afterDigits(typed, from[1].length) : typed.startsWith("+") ? typed.slice(1) : withoutTrunk(typed, home?.[2] ?? "")
  return `+${to[1]} ${rest.replace(/^[\s.\-/]+/, "")}`
}

/** A number may begin with the same digit as what is dialled before it, unless that is a nought. */
function withoutTrunk(text: string, trunk: string): string {
  const digits = digitsOf(text)
  const dialled = trunk && digits.startsWith(trunk) && (trunk.startsWith("0") || digits.length > 10)
  return dialled ? afterDigits(text, trunk.length) : text
}

function afterDigits(text: string, count: number): string {
  let left = count
  let at = 0
  while (left && at < text.length) if (/\d/.test(text[at++]!)) left--
  return text.slice(at)
}
