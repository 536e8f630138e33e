// Card numbers and dates as people type them: brands, spaces, and what is wrong with them.

const brands = [
  { name: "American Express", starts: /^3[47]/, digits: 15, cvc: 4, groups: [4, 6, 5] },
  { name: "Discover", starts: /^6(011|4[4-9]|5)/, digits: 16, cvc: 3, groups: [4, 4, 4, 4] },
  { name: "Mastercard", starts: /^(5[1-5]|2[2-7])/, digits: 16, cvc: 3, groups: [4, 4, 4, 4] },
  { name: "Visa", starts: /^4/, digits: 16, cvc: 3, groups: [4, 4, 4, 4] },
];
const unknown = { name: "", digits: 16, cvc: 3, groups: [4, 4, 4, 4] };

export const digitsOf = (text) => text.replace(/\D/g, "");

export function brandOf(number) {
  return brands.find((brand) => brand.starts.test(digitsOf(number))) ?? unknown;
}

export function spacedNumber(text) {
  const { groups, digits } = brandOf(text);
  let left = digitsOf(text).slice(0, digits);
  const parts = [];
  for (const size of groups) {
    if (left) parts.push(left.slice(0, size));
    left = left.slice(size);
  }
  return parts.join(" ");
}

export function spacedDate(text) {
  let digits = digitsOf(text);
  if (/^[2-9]/.test(digits) || /^\d\s*\//.test(text)) digits = `0${digits}`;
  // Password managers give the year in full.
  if (/^\d{2}20\d{2}$/.test(digits)) digits = digits.slice(0, 2) + digits.slice(4);
  digits = digits.slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** Where the caret stands in the new text: behind as many digits as it stood before. */
export function caretAfter(text, count) {
  let seen = 0;
  for (let place = 0; place < text.length; place += 1) {
    if (seen === count) return place;
    if (/\d/.test(text[place])) seen += 1;
  }
  return text.length;
}

function passesLuhn(digits) {
  const worth = [...digits].reverse().map((digit, place) => {
    const doubled = Number(digit) * (place % 2 ? 2 : 1);
    return doubled > 9 ? doubled - 9 : doubled;
  });
  return worth.reduce((sum, digit) => sum + digit, 0) % 10 === 0;
}

const fault = (code, message) => ({ type: "validation_error", code, message });

export function numberFault(text) {
  const digits = digitsOf(text);
  if (digits.length < brandOf(text).digits) {
    return fault("incomplete_number", "Your card number is incomplete.");
  }
  return passesLuhn(digits) ? null : fault("invalid_number", "Your card number is invalid.");
}

export function dateFault(text, now) {
  const [month, year] = [Number(digitsOf(text).slice(0, 2)), Number(digitsOf(text).slice(2))];
  if (digitsOf(text).length < 4 || month < 1 || month > 12) {
    return fault("incomplete_expiry", "Your card’s expiration date is incomplete.");
  }
  const [thisYear, thisMonth] = [now.getFullYear() % 100, now.getMonth() + 1];
  if (year < thisYear) {
    return fault("invalid_expiry_year_past", "Your card’s expiration year is in the past.");
  }
  const over = year === thisYear && month < thisMonth;
  return over ? fault("invalid_expiry_month_past", "Your card’s expiration date is in the past.") : null;
}

export function cvcFault(text, number) {
  const complete = digitsOf(text).length === brandOf(number).cvc;
  return complete ? null : fault("incomplete_cvc", "Your card’s security code is incomplete.");
}

export function postalFault(text) {
  const complete = text.trim().length >= 3;
  return complete ? null : fault("incomplete_zip", "Your postal code is incomplete.");
}
